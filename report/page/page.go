// Package page shows a report.Document as HTML: the sections of a page, and Sheet, the two pages that
// somebody can send on or print.
//
// Templates has the parts as templates, for a program that puts its own frame around them; Of puts a
// document in the order of a page and draws its pictures, with report/chart. A sheet is one file that
// holds everything itself: style, pictures, figures with their sources, the date and the hashes of the
// facts. It loads nothing and runs nothing. Lists are shortened so that two pages hold it, and say how
// much was left out.
//
// Text is escaped by html/template; addresses become links only where they are http or https.
//
// Nothing in it is promised to other modules.
package page

import (
	"embed"
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/internal/pattern"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/units"
)

//go:embed *.html sheet.css
var files embed.FS

// Templates are the parts of a document, each a template of its own ("document", "section", ...).
func Templates() *template.Template {
	return template.Must(template.New("page").Funcs(funcs()).ParseFS(files, "*.html"))
}

// funcs are the functions that the templates use.
func funcs() template.FuncMap {
	return template.FuncMap{
		"spaced": report.Spaced, "capital": report.Capital, "say": say, "lead": lead,
		"plain": plainly, "draw": drawn,
		"count": report.Count, "noRecommendation": func() string { return report.NoRecommendation },
		"clipped": clipped, "safeURL": safeURL, "ratio": units.ShowRatio, "weight": weight,
	}
}

// Shown is a document as a page shows it.
type Shown struct {
	*report.Document
	Sections []report.Section // in the order of the page
	Pictures []Picture        // that can be had as files of their own
}

// Of is a document in an order; nil: as it is.
func Of(d *report.Document, o report.Order) *Shown {
	s := &Shown{Document: d, Sections: d.In(o)}
	for _, section := range s.Sections {
		for _, b := range section.Blocks {
			if p := drawn(b); p != nil && p.Key != "" {
				s.Pictures = append(s.Pictures, *p)
			}
		}
	}
	return s
}

// Picture finds a picture by its key, or nil.
func (s *Shown) Picture(key string) *Picture {
	for i := range s.Pictures {
		if s.Pictures[i].Key == key {
			return &s.Pictures[i]
		}
	}
	return nil
}

// safeURL is the address of a source if it is one that a page may link to, else empty.
func safeURL(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.String()
}

// lead keeps a figure and its per cent together.
func lead(s string) string { return strings.ReplaceAll(plainly(s), " %", "\u00a0%") }

// say begins an entry with a capital.
func say(s string) string { return report.Capital(plainly(s)) }

// A message may name the command line's flags; on a page the same choice has a field of the flag's name, and
// how it is given is left out.
var (
	giving = pattern.Of(`[;,] (?:use )?--[a-z-]+ gives (?:another|one)`)
	by     = pattern.Of(`: (?:--[a-z-]+ \S+|assay [a-z ]+, then --[a-z-]+)$`)
	flag   = pattern.Of(`--([a-z]+)(?:-([a-z]+))?`)
	// a message may name keys of the document, and the line where it says something
	keys = pattern.Of(` \([^()]*\b(?:provider|price|fees|payout|stops|uptime|resale|referral|proof|` +
		`claims|hardware|terms|sources)\.[a-z_]+[^()]*\)`)
	under = pattern.Of(`([a-z])_([a-z])`)
	place = pattern.Of(`^(.*?: )??\d+:\d+: `) // behind an offer's name, where there are several
	key   = pattern.Of(`^[a-z_]+(?:\[\d+\])?(?:\.[a-z_]+(?:\[\d+\])?)*: `)
	index = pattern.Of(`\[\d+\]`)
	entry = pattern.Of(`^([a-z]+)\[(\d+)\]`)
	asked = pattern.Of(`^(.*): “([^”]+)”(?: \S+)?$`)
	wrote = pattern.Of(`[;,] (?:add the day you saw it, as in|write|as in) "[a-z_]+: [^"]*"`)
)

// plainly is a message without the spelling of flags and of keys.
func plainly(s string) string {
	s = by.ReplaceAllString(giving.ReplaceAllString(s, ""), "")
	s = wrote.ReplaceAllString(keys.ReplaceAllString(s, ""), "")
	of := ""
	if m := place.FindStringSubmatch(s); m != nil {
		of, s = m[1], s[len(m[0]):]
	}
	s = of + key.ReplaceAllStringFunc(s, labelled)
	s = strings.ReplaceAll(s, " more, in the JSON", " more, in the whole verdict")
	m := asked.FindStringSubmatch(s)
	if m != nil && strings.HasSuffix(strings.ToLower(m[1]), strings.ToLower(m[2])) {
		s = m[1] // what is needed is called as its field is
	}
	s = under.ReplaceAllString(under.ReplaceAllString(s, "$1 $2"), "$1 $2")
	return flag.ReplaceAllStringFunc(s, func(f string) string {
		m := flag.FindStringSubmatch(f)
		if m[2] != "" {
			return "“" + m[1] + " " + m[2] + "”"
		}
		return "“" + m[1] + "”"
	})
}

// labelled is a key of the document, which a message begins with, as the form calls it; a key that the form
// does not know stays.
func labelled(place string) string {
	path := strings.TrimSuffix(place, ": ")
	if !slices.Contains(offer.Keys(), index.ReplaceAllString(path, "[0]")) {
		return place
	}
	label := offer.FieldAt(path).Label
	if label == "" {
		return place
	}
	if m := entry.FindStringSubmatch(path); m != nil && m[1] == "fees" {
		if n, err := strconv.Atoi(m[2]); err == nil {
			label += " (fee " + strconv.Itoa(n+1) + ")"
		}
	}
	return label + ": "
}

// weight is what a finding weighs and on which axis, in a few words.
func weight(f report.Finding) string {
	if f.ID == "" {
		return f.Word
	}
	if f.Word == "" || f.Word == "good" || f.Title == "" {
		return f.ID + " · " + f.Axis
	}
	return f.ID + " · " + f.Axis + ", " + f.Word
}
