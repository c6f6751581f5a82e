// Staff pages: a menu closes when one clicks elsewhere; a call is written down; a failed fragment is said, never silent.
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.more[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  // A tap on 打电话 is written down by itself; the call goes out whether or not that works.
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='tel:']"), place = link && link.closest("[data-call]");
    if (!place) return;
    var token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    fetch(place.dataset.call, { method: "POST", keepalive: true, headers: { "X-CSRFToken": token } }).catch(function () {});
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.more[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  function say(words) {
    var note = document.getElementById("said");
    if (!note) {
      note = document.createElement("p");
      note.id = "said";
      note.className = "note note-bad";
      note.setAttribute("role", "alert");
      document.getElementById("main").prepend(note);
    }
    note.textContent = words;
    note.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("htmx:sendError", function () { say("网断了，字都还在。过一会儿再点一次。"); });
  document.addEventListener("htmx:responseError", function (event) {
    var status = event.detail.xhr.status;
    say(status === 403 ? "放得太久了，刷新这一页再点一次。" : "没有办成（" + status + "），刷新这一页看看。");
  });
})();
