// Reads the page aloud, stops double clicks, keeps what was typed. Pages work without it.
(function () {
  "use strict";
  var root = document, voice = window.speechSynthesis, store;
  try { store = window.sessionStorage; } catch (refused) { store = null; }
  function all(selector, work) { Array.prototype.forEach.call(root.querySelectorAll(selector), work); }

  // Read aloud: the button shows only where a Chinese voice exists.
  function offerVoice() {
    var chinese = voice.getVoices().filter(function (one) { return /^(zh|cmn)/i.test(one.lang); })[0];
    if (chinese) all("[data-aloud]", function (button) {
      button.hidden = false;
      button.onclick = function () { voice.speaking ? voice.cancel() : read(chinese); };
    });
  }
  function read(chinese) {
    // One sentence at a time: browsers cut long speeches off.
    (root.querySelector("main").innerText.match(/[^。！？\n]+[。！？]?/g) || []).forEach(function (sentence) {
      var speech = new SpeechSynthesisUtterance(sentence);
      speech.voice = chinese; speech.lang = "zh-CN"; speech.rate = 0.9;
      voice.speak(speech);
    });
  }
  if (voice && window.SpeechSynthesisUtterance) {
    offerVoice();
    voice.onvoiceschanged = offerVoice;
    window.addEventListener("pagehide", function () { voice.cancel(); });
  }

  // Double clicks: a form goes out once; it may go again when the page comes back, or after ten seconds.
  function open(form) {
    form.removeAttribute("data-sent");
    Array.prototype.forEach.call(form.querySelectorAll("[data-held]"), function (button) {
      button.disabled = false; button.removeAttribute("data-held");
    });
  }
  root.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.hasAttribute("data-sent")) return event.preventDefault();
    form.setAttribute("data-sent", "");
    if (form.hasAttribute("data-keep")) keep(form, true);
    setTimeout(function () {
      Array.prototype.forEach.call(form.querySelectorAll("button:not([disabled])"), function (button) {
        button.disabled = true; button.setAttribute("data-held", "");
      });
    });
    setTimeout(function () { open(form); }, 10000);
  });
  window.addEventListener("pageshow", function () { all("form[data-sent]", open); });

  // Typed text stays in this tab until a page marked data-answered comes back.
  function key(form) { return "kept:" + location.pathname + "#" + form.getAttribute("data-keep"); }
  function kept(field) { return field.name && !/^(hidden|password|file|submit|button)$/.test(field.type); }
  function keep(form, sent) {
    var values = {};
    Array.prototype.forEach.call(form.elements, function (field) {
      if (!kept(field)) return;
      if (/^(checkbox|radio)$/.test(field.type)) { if (field.checked) values[field.name + "=" + field.value] = 1; }
      else if (field.value) values[field.name] = field.value;
    });
    try { store.setItem(key(form), JSON.stringify({ sent: sent, values: values })); } catch (full) { /* not kept */ }
  }
  function restore(form) {
    var old = JSON.parse(store.getItem(key(form)) || "null");
    if (old) Array.prototype.forEach.call(form.elements, function (field) {
      if (!kept(field)) return;
      if (/^(checkbox|radio)$/.test(field.type)) field.checked = field.checked || !!old.values[field.name + "=" + field.value];
      else if (!field.value && old.values[field.name]) field.value = old.values[field.name];
    });
    form.addEventListener("input", function () { keep(form, false); });
  }
  if (store) {
    if (root.querySelector("[data-answered]")) Object.keys(store).forEach(function (name) {
      if (name.indexOf("kept:") === 0 && JSON.parse(store.getItem(name)).sent) store.removeItem(name);
    });
    all("form[data-keep]", restore);
  }

  all("[data-print]", function (button) {
    button.hidden = false;
    button.onclick = function () { window.print(); };
  });
})();
