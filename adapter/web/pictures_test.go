package web

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"html"
	raster "image"
	"image/color"
	"image/png"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/assaymining/assay/report"
)

var pictures = flag.Bool("pictures", false, "draw the pictures of previews and of the documentation anew")

// The size of a preview in pixels, as sites that show links crop it.
const (
	previewWidth  = 1200
	previewHeight = 630
)

// card is the picture of a preview: its name, what it says and in which tone.
type card struct {
	name, says, below string
	tone              report.Tone
}

// cards are the pictures of all previews, each as preview.Of names one. The first stands for pages
// without a verdict.
func cards() []card {
	return []card{
		{"assay", "Is this mining offer worth its price?",
			"Does it beat buying bitcoin? Who may change or stop it? Does anyone mine?", report.Plain},
		{"warning", "Do not pay before you have read this", "Trust is doubtful, or there are signs of fraud.",
			report.Bad},
		{"dear", "Buying bitcoin gives more", "At this price it loses, or is too dear.", report.Middling},
		{"even", "It may or may not beat buying bitcoin", "About a fair price, as offered.", report.Even},
		{"good", "As offered, it beats buying bitcoin", "If all is as the offer says.", report.Good},
		{"unknown", "What it is worth is not known", "A fact is missing: read which to ask for.",
			report.Unclear},
		{"owned", "Hold it or sell it?", "An answer for who owns a machine, a token or a contract.",
			report.Plain},
	}
}

// page is the picture as a page. Its colours are those of the tones in app.css.
func (c card) page() string {
	ink := map[report.Tone]string{report.Plain: "#1a5fb4", report.Good: "#22693f", report.Even: "#1a5fb4",
		report.Middling: "#7a5200", report.Bad: "#a3222c", report.Unclear: "#4b5563"}[c.tone]
	return fmt.Sprintf(`<!doctype html><meta charset="utf-8"><style>
body{margin:0;width:1200px;height:630px;background:#f6f7f9;color:#1c2430;display:flex;flex-direction:column;
font-family:system-ui,"Liberation Sans",Arial,sans-serif;box-sizing:border-box;padding:72px 88px;
border-left:28px solid %[1]s}
b{display:flex;align-items:center;gap:18px;font-size:44px}svg{width:64px;height:64px;fill:none;stroke:#1a5fb4;
stroke-width:1.7;stroke-linejoin:round}h1{margin:auto 0 0;font-size:84px;line-height:1.1;color:%[1]s}
p{margin:32px 0 auto;font-size:38px;color:#566070}</style><b><svg viewBox="0 0 24 24"><path
d="M12 3v17M5 20h14M4 7h16M4 7l-2.5 6a3 3 0 0 0 5 0zM20 7l-2.5 6a3 3 0 0 0 5 0z"/></svg>Assay</b>
<h1>%[2]s</h1><p>%[3]s</p>`, ink,
		html.EscapeString(c.says), html.EscapeString(c.below))
}

// TestPictures holds the pictures of previews and of the documentation to their size. With -pictures it
// draws them:
//
//	go test ./adapter/web -run TestPictures -args -pictures
func TestPictures(t *testing.T) {
	if *pictures {
		drawPictures(t)
	}
	for _, c := range cards() {
		data, err := os.ReadFile(filepath.Join("static", "preview", c.name+".png"))
		if err != nil {
			t.Fatal(err)
		}
		size, _, err := raster.DecodeConfig(bytes.NewReader(data))
		if err != nil || size.Width != previewWidth || size.Height != previewHeight || len(data) > 60<<10 {
			t.Errorf("%s: %d times %d, %d bytes: %v", c.name, size.Width, size.Height, len(data), err)
		}
	}
	for _, name := range []string{"verdict", "owner", "phone"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "docs", "screenshots", name+".png"))
		if err != nil || len(data) > 160<<10 {
			t.Errorf("%s: %d bytes: %v", name, len(data), err)
		}
	}
}

// Each page names a picture that is served, by a whole address of this server: the one that its verdict asks
// for.
func TestPreviewsHavePictures(t *testing.T) {
	h := testServer(t, nil).Handler()
	short := "schema: assay/offer/v1\nhashrate: 1 TH/s\nterm: 99d\n"
	for target, name := range map[string]string{
		"/": "assay", "/market": "assay",
		"/evaluate?" + linkTo(t, plainOffer):                                       "dear",
		"/evaluate?" + linkTo(t, plainOffer+"payout: {fixed_return: 1.5 %/day}\n"): "warning",
		"/evaluate?" + linkTo(t, short):                                            "unknown",
		"/evaluate?" + linkTo(t, short+"owned: {}\n"):                              "owned",
	} {
		_, _, body := get(t, h, "GET", target, "")
		_, rest, _ := strings.Cut(body, `<meta property="og:image" content="`)
		address, _, _ := strings.Cut(rest, `"`)
		at, err := url.Parse(html.UnescapeString(address))
		if err != nil || at.Scheme != "http" || at.Host == "" ||
			!strings.HasSuffix(at.Path, "/preview/"+name+".png") {
			t.Errorf("%.40s has the picture %q, want %s", target, address, name)
			continue
		}
		status, header, _ := get(t, h, "GET", at.RequestURI(), "")
		if kind := header.Get("Content-Type"); status != 200 || kind != "image/png" {
			t.Errorf("%s answers %d, %s", at, status, kind)
		}
	}
}

// drawPictures draws them in a browser.
func drawPictures(t *testing.T) {
	b := openBrowser(t, func(c *Config) { c.Paths = 0 }) // as the command line
	light := viewing{name: "light", width: previewWidth, height: previewHeight, script: true}
	for _, c := range cards() {
		p := b.visit(t, light)
		p.must(chromedp.Navigate("data:text/html;charset=utf-8," + url.PathEscape(c.page())))
		p.keep(filepath.Join("static", "preview", c.name+".png"))
	}
	docs := filepath.Join("..", "..", "docs", "screenshots")
	owner := "schema: assay/offer/v1\nkind: token\nseen: 2026-10-03\nhashrate: 50 TH/s\nterm: open\n" +
		"fees: [{name: electricity, efficiency: 15 J/TH, energy_price: 0.05 USD/kWh, paid: deducted}]\n" +
		"owned: {offered: 600 USD, upgrade: {cost: 150 USD, hashrate: 60 TH/s}, " +
		"reinvest: {price: 20 USD/TH}}\n"
	for _, shot := range []struct {
		name, page string
		v          viewing
	}{
		{"verdict", "/evaluate?example=bitfufu-classic-2021",
			viewing{"light", 1280, 860, false, true, false}},
		{"owner", "/evaluate?" + linkTo(t, owner), viewing{"light", 1280, 720, false, true, false}},
		{"phone", "/evaluate?example=genesis-radiant-2018", viewing{"dark", 390, 844, true, true, true}},
	} {
		p := b.visit(t, shot.v)
		p.open(shot.page)
		p.settle()
		p.keep(filepath.Join(docs, shot.name+".png"))
	}
}

// keep writes what is on the screen as a small picture.
func (b *tab) keep(file string) {
	b.Helper()
	b.must(call(emulation.SetScrollbarsHidden, emulation.SetScrollbarsHiddenParams{Hidden: true}))
	shot, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.Fatal(err)
	}
	full, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		b.Fatal(err)
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, fewColours(full)); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
		b.Fatal(err)
	}
}

// fewColours is a picture in the 256 colours that most of it has; others become the nearest of them.
func fewColours(from raster.Image) raster.Image {
	bounds := from.Bounds()
	count := map[color.RGBA]int{}
	at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(from.At(x, y)).(color.RGBA) }
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			count[at(x, y)]++
		}
	}
	to := raster.NewPaletted(bounds, palette(count, 256))
	nearest := map[color.RGBA]uint8{}
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			c := at(x, y)
			i, known := nearest[c]
			if !known {
				i = uint8(to.Palette.Index(c))
				nearest[c] = i
			}
			to.SetColorIndex(x, y, i)
		}
	}
	return to
}

// palette are the commonest colours, the commonest first; of as many the darker, so that it is always the
// same.
func palette(count map[color.RGBA]int, most int) color.Palette {
	all := slices.SortedFunc(maps.Keys(count), func(a, b color.RGBA) int {
		return cmp.Or(count[b]-count[a], int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B))
	})
	var out color.Palette
	for _, c := range all[:min(most, len(all))] {
		out = append(out, c)
	}
	return out
}
