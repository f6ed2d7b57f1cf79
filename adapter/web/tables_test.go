package web

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// shownPages are pages with tables and pictures, by what they show.
func shownPages(t *testing.T) map[string]string {
	t.Helper()
	of := func(name string) string {
		t.Helper()
		doc, err := os.ReadFile(filepath.Join("..", "..", "examples", name+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		return linkTo(t, string(doc))
	}
	cloud, hosted := of("bitfufu-classic-2021"), of("bitfufu-s21-hosting-2024")
	sum := url.Values{"hashrate": {"30 TH/s"}, "from": {"2026-03-01"}, "to": {"2026-03-31"},
		"received": {"0.0003 BTC"}}
	return map[string]string{
		"verdict": "/evaluate?" + cloud + "&tax-income=30%25&tax-gains=20%25",
		"fraud":   "/evaluate?" + of("worldgilt-token-2018"),
		"owner":   "/evaluate?" + linkTo(t, ownedOffer),
		"compare": "/compare?" + cloud + "&" + hosted + "&my-power=0.08USD/kWh", "replay": "/replay?" + cloud,
		"replayed day": "/replay?" + cloud + "&from=2021-09-12", "market": "/market",
		"track record": "/track-record", "api": "/api", "audit": "/audit?" + sum.Encode(),
	}
}

// ownedOffer is of somebody who has it already, and may do with it all that one can.
const ownedOffer = `schema: assay/offer/v1
seen: 2026-06-01
hashrate: 100 TH/s
term: 730d
price: {upfront: 2000 USD}
fees: [{per_hashrate_day: 0.02 USD/TH/day, paid: deducted}]
owned:
  since: 2026-01-01
  paid: 2400 USD
  offered: 800 USD
  upgrade: {cost: 500 USD, hashrate: 130 TH/s}
  reinvest: {price: 15 USD/TH}
`

// looked is what a page's tables and pictures look like: what is wider than the screen, and what of a picture is
// hard to see on its ground (WCAG 2.2: text 4.5 to 1, else 3 to 1; rules of a grid and light bands are no matter).
const looked = `(async () => {
	document.querySelectorAll("details").forEach(d => d.open = true);
	const wrong = [], text = e => (e.textContent || "").trim().slice(0, 60);
	const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
	if (over > 0) wrong.push("the page is " + over + " pixels wider than the screen");
	document.querySelectorAll("table").forEach(t => {
		const box = t.closest(".scroll") || t.parentElement;
		const most = Math.min(box.getBoundingClientRect().right, innerWidth);
		const by = Math.round(t.getBoundingClientRect().right - most);
		if (by > 1 && t.closest(".prose") && getComputedStyle(t.rows[1].cells[0]).position === "sticky") return; // its names stay
		if (by > 1) wrong.push("table " + (box.getAttribute("aria-label") || text(t)) + " is cut by " + by + " pixels");
		t.querySelectorAll("tbody tr").forEach(row => {
			const cells = [...row.cells], first = row.querySelector(".decides");
			const name = cells[0].getBoundingClientRect();
			const at = c => { const r = c.getBoundingClientRect(); return r.top * 1e4 + r.left; };
			if (first && cells.slice(1).some(c => c !== first && text(c) && at(c) < at(first)))
				wrong.push("what decides does not come first: " + text(row));
			if (first && name.top > first.getBoundingClientRect().top) wrong.push("a name comes late: " + text(row));
		});
	});
	const rgb = s => { const m = s.match(/[\d.]+/g); return m && (m.length < 4 || +m[3] > 0) ? m.map(Number) : null; };
	const light = c => { const l = c.slice(0, 3).map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
		return .2126 * l[0] + .7152 * l[1] + .0722 * l[2]; };
	const apart = (a, b) => { const x = light(a), y = light(b); return (Math.max(x, y) + .05) / (Math.min(x, y) + .05); };
	const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c) return c; } return [255, 255, 255]; };
	let seen = 0;
	const judge = (root, on, where, parts) => root.querySelectorAll(parts).forEach(e => {
		if (e.closest("defs, clipPath, .grid, .outer, .inner, pattern")) return;
		const s = getComputedStyle(e), words = e.tagName === "text";
		const c = rgb(words || s.stroke === "none" ? s.fill : s.stroke);
		if (!c || (words && !text(e)) || s.display === "none") return;
		seen++;
		const a = apart(c, on);
		if (a < (words ? 4.5 : 3)) wrong.push(where + ": " + e.tagName + " " + e.getAttribute("class") + " " + text(e) + ": " + a.toFixed(2) + " to 1");
	});
	document.querySelectorAll("svg.chart").forEach(p => judge(p, ground(p.parentElement), "picture", "text, path, rect, circle"));
	for (const img of document.querySelectorAll("img")) {
		const inner = new DOMParser().parseFromString(await (await fetch(img.src)).text(), "image/svg+xml").documentElement;
		const holder = img.parentElement.insertBefore(document.importNode(inner, true), img);
		judge(holder, [255, 255, 255], "picture " + img.getAttribute("src"), "text, path, polyline"); // which is drawn on white
		if (!getComputedStyle(img).filter.includes("invert")) wrong.push(img.getAttribute("src") + " is a white picture in the dark");
		holder.remove();
	}
	return JSON.stringify({wrong: [...new Set(wrong)].slice(0, 12), seen, pictures: document.querySelectorAll("svg.chart, img").length,
		tables: document.querySelectorAll("table").length});
})()`

// On a phone in the dark no page scrolls sideways, every table shows all that it says, what decides first, and every
// picture can be seen.
func TestTablesAndPicturesOnAPhoneInTheDark(t *testing.T) {
	b := openBrowser(t, nil)
	tables, seen := 0, 0
	for name, path := range shownPages(t) {
		t.Run(name, func(t *testing.T) {
			v := b.visit(t, viewing{"phone dark", 390, 844, true, true, true})
			v.open(path)
			v.settle()
			found, err := chromedp.Run(
				v.ctx,
				chromedp.Evaluate[string](looked, chromedp.EvalAwaitPromise),
			)
			if err != nil {
				t.Fatal(err)
			}
			var all struct {
				Wrong                  []string
				Tables, Seen, Pictures int
			}
			if err := json.Unmarshal([]byte(found), &all); err != nil {
				t.Fatal(err)
			}
			for _, what := range all.Wrong {
				t.Error(what)
			}
			if all.Pictures > 0 && all.Seen == 0 {
				t.Errorf("nothing of %d pictures was looked at", all.Pictures)
			}
			t.Logf("%d tables, %d pictures, %d parts", all.Tables, all.Pictures, all.Seen)
			tables, seen = tables+all.Tables, seen+all.Seen
			if dir := os.Getenv("SHOTS"); dir != "" {
				if shot, err := chromedp.Run(v.ctx, chromedp.FullScreenshot(100)); err == nil {
					os.WriteFile(dir+"/"+name+".png", shot, 0o644)
				}
			}
		})
	}
	if tables < 12 || seen < 100 {
		t.Errorf(
			"%d tables and %d parts of pictures were looked at, too few to say anything",
			tables,
			seen,
		)
	}
}
