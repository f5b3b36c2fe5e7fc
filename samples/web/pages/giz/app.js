fetch("data/carddata.geojson").then(answer => answer.json()).then(draw);
