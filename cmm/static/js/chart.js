// Draws a chart when a reader asks for one. Until then nothing of the chart library is loaded.
// The figure comes from our own server and holds only numbers that stand in the table beside it.

const assets = document.querySelector("#chart-assets").dataset;
let library;

for (const place of document.querySelectorAll("[data-chart]")) {
  const button = place.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", () => showChart(place, button));
}

async function showChart(place, button) {
  const state = place.querySelector("[role=status]");
  button.disabled = true;
  state.textContent = assets.wait;
  try {
    const [figure, Plotly] = await Promise.all([loadFigure(place.dataset.chart), loadLibrary()]);
    const frame = place.querySelector("figure");
    frame.hidden = false;
    const { color } = getComputedStyle(place);
    const data = figure.data.map((trace) => trace.error_x ? { ...trace, error_x: { ...trace.error_x, color } } : trace);
    await Plotly.newPlot(frame, data, inColoursOfPage(figure.layout, place), figure.config);
    button.remove();
    state.textContent = "";
  } catch {
    library = undefined;
    button.disabled = false;
    state.textContent = assets.failed;
  }
}

async function loadFigure(address) {
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) throw new Error("no figure");
  return answer.json();
}

function loadLibrary() {
  library ??= Promise.all([loadStyle(), loadScript()]).then(() => window.Plotly);
  return library;
}

// Our content policy allows no style made by a script. An element with this id and class tells the library
// that its rules are already there; they are the same rules, served as a file.
function loadStyle() {
  const link = document.querySelector("#plotly\\.js-style-global") ?? document.createElement("link");
  return load(Object.assign(link, {
    id: "plotly.js-style-global", className: "no-inline-styles", rel: "stylesheet", href: assets.style,
  }));
}

function loadScript() {
  return load(Object.assign(document.createElement("script"), { src: assets.library }));
}

function load(element) {
  return new Promise((resolve, reject) => {
    element.addEventListener("load", resolve, { once: true });
    element.addEventListener("error", reject, { once: true });
    document.head.append(element);
  });
}

function inColoursOfPage(layout, place) {
  const { color, backgroundColor, borderTopColor, fontFamily } = getComputedStyle(place);
  const axis = { gridcolor: borderTopColor, linecolor: borderTopColor };
  return {
    ...layout,
    font: { color, family: fontFamily, size: 13 },
    paper_bgcolor: backgroundColor,
    plot_bgcolor: backgroundColor,
    xaxis: { ...layout.xaxis, ...axis },
    yaxis: { ...layout.yaxis, ...axis },
  };
}
