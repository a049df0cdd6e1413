"use strict";
(() => {
  const stored = JSON.parse(document.getElementById("drawings").textContent);
  const views = [];

  // Vega marks the rows it is given, so every figure gets its own copies.
  const copies = () =>
    Object.fromEntries(
      Object.entries(stored.datasets).map(([name, rows]) => [name, rows.map((row) => ({ ...row }))]),
    );

  // The small figures are one specification, each at the position of its recipe.
  const placed = (specification, position) => ({
    ...specification,
    datasets: { ...specification.datasets, ...copies() },
    params: (specification.params ?? []).map((param) =>
      param.name === "position" && position ? { ...param, value: Number(position) } : param,
    ),
  });

  async function draw(place) {
    const specification = placed(stored.figures[place.dataset.figure], place.dataset.position);
    const result = await vegaEmbed(place, specification, {
      mode: "vega-lite",
      config: stored.config,
      renderer: "svg",
      actions: false,
      ast: true,
      logLevel: 1, // errors only: that a figure is empty when all recipes are switched off needs no warning
      tooltip: { theme: "page", disableDefaultStyle: true },
    });
    place.style.minHeight = "";
    views.push(result.view);
  }

  function signal(name, value) {
    for (const view of views) {
      if (name in view.getState().signals) view.signal(name, value).runAsync();
    }
  }

  const all = (selector) => [...document.querySelectorAll(selector)];
  const pressed = (button) => button.getAttribute("aria-pressed") === "true";
  const press = (button, on) => button.setAttribute("aria-pressed", String(on));

  for (const button of all("[data-measure]")) {
    button.addEventListener("click", () => {
      for (const other of all("[data-measure]")) press(other, other.dataset.measure === button.dataset.measure);
      signal("measure", button.dataset.measure);
    });
  }

  const parts = all("[data-part]");
  for (const button of parts) {
    button.addEventListener("click", () => {
      press(button, !pressed(button));
      signal("parts", parts.filter(pressed).map((other) => other.dataset.part));
    });
  }

  const recipes = all("[data-recipe]");
  const showRecipes = () => signal("shown", recipes.filter(pressed).map((other) => Number(other.dataset.recipe)));
  for (const button of recipes) {
    button.addEventListener("click", () => {
      press(button, !pressed(button));
      showRecipes();
    });
  }
  for (const button of all("[data-recipes]")) {
    button.addEventListener("click", () => {
      for (const recipe of recipes) press(recipe, button.dataset.recipes === "all");
      showRecipes();
    });
  }

  document.getElementById("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });

  // On paper nothing can be opened.
  addEventListener("beforeprint", () => {
    for (const details of all("details:not(.settings)")) details.open = true;
  });

  (async () => {
    for (const place of all("[data-figure]")) {
      try {
        await draw(place);
      } catch (error) {
        place.textContent = "This figure could not be drawn.";
        console.error(error);
      }
    }
    document.documentElement.dataset.drawn = "yes";
  })();
})();
