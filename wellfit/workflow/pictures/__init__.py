"""What a study keeps of its images to be looked at: mistakes, doubts, suspected labels, what augmentation does."""

from wellfit.workflow.pictures.augmentation import augmentation_sheet, study_sheet
from wellfit.workflow.pictures.document import pictures
from wellfit.workflow.pictures.held_out import HeldOut
from wellfit.workflow.pictures.out_of_fold import out_of_fold
from wellfit.workflow.pictures.sheet import sheet

__all__ = ["HeldOut", "augmentation_sheet", "out_of_fold", "pictures", "sheet", "study_sheet"]
