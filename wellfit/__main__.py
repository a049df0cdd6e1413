"""`python -m wellfit`, where the folder of console scripts is not on the path."""

from wellfit.app import main

if __name__ == "__main__":
    main()
