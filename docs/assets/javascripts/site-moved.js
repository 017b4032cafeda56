/* A question that was merged into another: go there, the anchor kept; Back does not come here again. */
"use strict";
wenda.set("moved", document.currentScript.dataset.id, "sessionStorage"); // the page there says so
location.replace(new URL(document.currentScript.dataset.target, location.href).href + location.hash);
