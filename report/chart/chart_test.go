package chart

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// wellFormed reads a drawing as XML and returns the text in it.
func wellFormed(t interface{ Fatalf(string, ...any) }, svg string) string {
	d := xml.NewDecoder(strings.NewReader(svg))
	var text strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return text.String()
		}
		if err != nil {
			t.Fatalf("not well-formed: %v in %.300s", err, svg)
		}
		if c, ok := token.(xml.CharData); ok {
			text.Write(c)
			text.WriteByte(' ')
		}
	}
}

var number = regexp.MustCompile(`NaN|Inf`)

// figures are any values that a caller may have, the impossible ones included.
func figures(t *rapid.T, n int, name string) []float64 {
	return rapid.SliceOfN(rapid.OneOf(rapid.Float64Range(-1e12, 1e12), rapid.Float64Range(0, 1),
		rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, 1})), n, n).Draw(t, name)
}

func days(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(i * 7)
	}
	return out
}

// Whatever the figures, a drawing is well-formed, holds its texts escaped and no coordinate that is no
// number.
func TestDrawingsAreWellFormed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 40).Draw(t, "n")
		title := rapid.SampledFrom([]string{"plain", `<script>&"'`, ""}).Draw(t, "title")
		size := rapid.SampledFrom([]Size{Wide(), Narrow(), {510, 210}}).Draw(t, "size")
		f := Frame{ID: "x", Title: title, Desc: title, Size: size}
		y := figures(t, n, "y")
		drawings := []string{
			Lines{Frame: f, Lines: []Line{{title, "one", days(n), y}}, Dates: rapid.Bool().Draw(t, "dates"),
				Log: rapid.Bool().Draw(t, "log"),
				Ref: 1, RefName: title, YLabel: title}.SVG(),
			Bars{Frame: f, Bars: bars(title, y), Ref: 1, RefName: title}.SVG(),
			Fan{Frame: f, Days: days(n), P05: y, P25: y, P50: y, P75: y, P95: y, Other: y, Name: title,
				OtherName: title}.SVG(),
		}
		for _, svg := range drawings {
			text := wellFormed(t, svg)
			if !strings.Contains(text, title) {
				t.Fatalf("the title %q is not in %q", title, text)
			}
			if found := number.FindString(svg); found != "" {
				t.Fatalf("%s in %.600s", found, svg)
			}
			wellFormed(t, Standalone(svg))
		}
	})
}

// bars leave out what is no number, as callers do.
func bars(name string, values []float64) []Bar {
	var out []Bar
	for _, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			out = append(out, Bar{Name: name, Value: v, Says: "x", Class: "one"})
		}
	}
	return out
}

// A line's points lie inside its frame, its highest value above its lowest.
func TestLinesStayInTheirFrame(t *testing.T) {
	svg := Lines{Frame: Frame{ID: "x", Size: Wide()},
		Lines: []Line{{"end", "one", days(5), []float64{1, 100, 3,
			20, 7}}}, Log: true}.SVG()
	path := regexp.MustCompile(`<path d="([^"]*)" class="line one"`).FindStringSubmatch(svg)[1]
	var ys []float64
	for _, p := range strings.FieldsFunc(path, func(r rune) bool { return r == 'M' || r == 'L' }) {
		x, y, _ := strings.Cut(p, " ")
		xv, _ := strconv.ParseFloat(x, 64)
		yv, _ := strconv.ParseFloat(y, 64)
		if xv < 0 || xv > 720 || yv < 0 || yv > 300 {
			t.Errorf("the point %s is outside", p)
		}
		ys = append(ys, yv)
	}
	if len(ys) != 5 || ys[1] >= ys[0] {
		t.Errorf("the path %s does not rise from 1 to 100", path)
	}
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		s    scale
		n    int
		want []float64
	}{
		{scale{lo: 0, hi: 10}, 5, []float64{0, 2, 4, 6, 8, 10}},
		{scale{lo: -0.3, hi: 0.9}, 5, []float64{0, 0.5}},
		{scale{lo: 0.5, hi: 200, log: true}, 5, []float64{1, 3, 10, 30, 100}},
		{scale{lo: 1, hi: 10, log: true}, 5, []float64{1, 2, 5, 10}},
		{scale{lo: 1, hi: 1e12, log: true}, 5, []float64{1, 1e3, 1e6, 1e9, 1e12}},
	} {
		got := c.s.ticks(c.n)
		if len(got) != len(c.want) {
			t.Errorf("%+v: %v, want %v", c.s, got, c.want)
			continue
		}
		for i := range got {
			if math.Abs(got[i]-c.want[i]) > 1e-9*math.Abs(c.want[i])+1e-12 {
				t.Errorf("%+v: %v, want %v", c.s, got, c.want)
			}
		}
	}
}

// A year is labelled on its first of January: 2024-01-01 is day 19,723.
func TestDateTicks(t *testing.T) {
	got := scale{lo: 19000, hi: 20500}.dateTicks(6)
	for _, d := range got {
		if d.label == "2024" && d.day == 19723 {
			return
		}
	}
	t.Errorf("no 2024 at day 19723: %v", got)
}

// A value that ends at the line of reference is written over the line, not under it.
func TestBarValuesOverTheLine(t *testing.T) {
	for _, size := range []Size{Wide(), Narrow()} {
		svg := Bars{Frame: Frame{ID: "b", Title: "t", Size: size}, Ref: 1, RefName: "one",
			Bars: []Bar{{Name: "near", Value: 0.97, Says: "0.970", Class: "two"}}}.SVG()
		line, value := strings.Index(svg, `class="ref"`), strings.Index(svg, ">0.970<")
		if line < 0 || value < line {
			t.Errorf("line at %d, value at %d:\n%s", line, value, svg)
		}
	}
}
