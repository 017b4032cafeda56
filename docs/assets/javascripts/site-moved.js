/* A question that was merged into another: go there, the anchor kept; Back does not come here again. */
"use strict";
location.replace(new URL(document.currentScript.dataset.target, location.href).href + location.hash);
