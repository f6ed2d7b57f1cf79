package chart

import "fmt"

// Bar is one horizontal bar.
type Bar struct {
	Name  string
	Value float64
	Says  string // the value, as text
	Class string // one, two, three or soft
	From  float64
	// Spread is the ends of nine of ten values and of the middle half: P05, P25, P75 and P95. It is drawn in
	// place of a bar, with a line at the value.
	Spread []float64
}

// Bars are horizontal bars with their values beside them. Ref, where not 0, is a vertical line with
// which they are compared. A bar runs from its From to its Value, so that steps of a waterfall can be
// drawn. The height follows the number of bars: Size.H is not used.
type Bars struct {
	Frame
	Bars    []Bar
	Ref     float64
	RefName string
}

// SVG draws the bars.
func (b Bars) SVG() string {
	const row, gap, top = 22.0, 8.0, 8.0
	stacked := b.Size.W < 500 // names above their bars where there is no room beside them
	pitch := row + gap
	if stacked {
		pitch += 14
	}
	foot := 4.0
	if b.Ref != 0 {
		foot = 22
	}
	b.Size.H = int(top + pitch*float64(len(b.Bars)) + foot)
	left, right := 0.0, 0.0
	values := []float64{0, b.Ref}
	for _, bar := range b.Bars {
		if !stacked {
			left = max(left, textWidth(bar.Name)+10)
		}
		right = max(right, textWidth(bar.Says)+10)
		values = append(append(values, bar.Value, bar.From), bar.Spread...)
	}
	lo, hi, _ := extent(false, values)
	if hi == lo {
		hi = lo + 1
	}
	x := scale{lo: lo, hi: hi, from: left, to: float64(b.Size.W) - right}
	c := b.canvas()
	if b.Ref != 0 {
		c.rule(x.at(b.Ref), 0, x.at(b.Ref), top+pitch*float64(len(b.Bars)), "grid")
	}
	for i, bar := range b.Bars {
		y := top + pitch*float64(i)
		if stacked {
			c.text(0, y+10, "start", "soft", bar.Name)
			y += 14
		} else {
			c.text(left-10, y+row/2+4, "end", "", bar.Name)
		}
		c.bar(bar, x, y, row)
	}
	if b.Ref != 0 {
		at, bottom := x.at(b.Ref), top+pitch*float64(len(b.Bars))
		c.rule(at, 0, at, bottom, "ref")
		c.text(
			min(max(at, textWidth(b.RefName)/2), float64(b.Size.W)-textWidth(b.RefName)/2),
			bottom+14,
			"middle",
			"soft",
			b.RefName,
		)
	}
	for i, bar := range b.Bars { // over the line, so that both can be read
		y := top + pitch*float64(i) + row/2 + 4
		if stacked {
			y += 14
		}
		c.text(x.at(max(bar.From, bar.Value))+6, y, "start", "strong halo", bar.Says)
	}
	c.rule(x.at(0), 0, x.at(0), top+pitch*float64(len(b.Bars)), "axis")
	return c.end()
}

// bar draws one bar, or one spread, at a height.
func (c *canvas) bar(b Bar, x scale, y, row float64) {
	span := func(from, to float64, class string) {
		a, z := x.at(min(from, to)), x.at(max(from, to))
		c.rect(a, y, max(z-a, 1), row, "fill-"+b.Class+class)
	}
	if len(b.Spread) != 4 {
		span(b.From, b.Value, "")
		return
	}
	span(b.Spread[0], b.Spread[3], " outer")
	span(b.Spread[1], b.Spread[2], " inner")
	c.rect(x.at(b.Value)-1.5, y, 3, row, "fill-"+b.Class)
}

// ID2 keeps an ID unique where the same figures are drawn in two sizes.
func (f Frame) ID2(suffix string) Frame {
	f.ID = fmt.Sprintf("%s-%s", f.ID, suffix)
	return f
}
