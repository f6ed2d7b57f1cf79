// Package report makes of a verdict the two pages that somebody can send on: HTML in one file, and PDF.
//
// HTML holds everything itself: style, pictures, figures with their sources, the date and the hashes
// of the facts. It loads nothing and runs nothing. PDF prints it with a browser of the machine
// (FindBrowser); where there is none, ErrNoBrowser says what to install.
//
// Lists are shortened so that two pages hold them, and say how much was left out; the verdict as JSON
// has everything.
package report

import (
	"bytes"
	_ "embed"
	"html/template"

	"github.com/assaymining/assay/adapter/web/view"
	"github.com/assaymining/assay/chart"
)

//go:embed report.html
var layout string

//go:embed report.css
var style string

// content is what the template shows.
type content struct {
	*view.Verdict
	Style         template.CSS
	Flags         []view.Finding
	MoreFlags     int
	Ask           []string
	MoreAsk       int
	Assumptions   []string
	MoreAssumed   int
	Elsewhere     []view.Other
	Link          string
	UnknownsCount int
}

// The room of two pages, found by trial on the longest real offers.
const (
	maxFlags    = 5
	maxAsk      = 6
	maxAssumed  = 6
	maxElsewher = 7
)

// HTML is the report as one file. link, where not empty, is the address that reproduces the verdict.
// Same verdict, same bytes.
func HTML(v *view.Verdict, link string) ([]byte, error) {
	t, err := view.Templates().New("report").Parse(layout)
	if err != nil {
		return nil, err
	}
	c := content{Verdict: v, Style: template.CSS(chart.Style + style), Link: link, UnknownsCount: len(v.Findings.Unknown)}
	c.Flags, c.MoreFlags = cut(v.Findings.Flags, maxFlags)
	c.Ask, c.MoreAsk = cut(v.Questions, maxAsk)
	c.Assumptions, c.MoreAssumed = cut(append(append([]string{}, v.Assumed...), v.Warnings...), maxAssumed)
	for _, o := range v.Others {
		if o.Known && len(c.Elsewhere) < maxElsewher {
			c.Elsewhere = append(c.Elsewhere, o)
		}
	}
	var b bytes.Buffer
	err = t.Execute(&b, c)
	return b.Bytes(), err
}

// cut is the first n and how many more there are.
func cut[T any](all []T, n int) ([]T, int) {
	if len(all) <= n {
		return all, 0
	}
	return all[:n], len(all) - n
}
