// Package preview says which picture stands for a page where a link to it is shared.
//
// There is one for each kind of verdict and one for all else. They are drawn ahead and served from this
// server: whoever shows a link asks for a picture, and drawing one for each verdict would be work for
// nobody.
//
// Nothing in it is promised to other modules.
package preview

import (
	"net/http"
	"strings"

	"github.com/assaymining/assay/economics"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/report"
)

// The size of a picture in pixels, as sites that show links crop it.
const (
	Width  = 1200
	Height = 630
)

// Card is a picture: its name, what it says and in which tone.
type Card struct {
	Name, Says, Below string
	Tone              report.Tone
}

// Cards are all pictures. The first stands for pages without a verdict.
func Cards() []Card {
	return []Card{
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

// Of is the name of the picture for a verdict, by its axes. What must not be missed comes first.
func Of(axes []report.Axis) string {
	name := "assay"
	for _, a := range axes {
		switch strings.ReplaceAll(a.Word, " ", "_") {
		case redflag.FraudSigns, redflag.Doubtful:
			return "warning"
		case economics.Losing, economics.Overpriced:
			name = "dear"
		case economics.Fair:
			name = "even"
		case economics.Favourable:
			name = "good"
		default:
			switch a.Name {
			case report.HoldOrSell:
				name = "owned"
			case report.Economics:
				name = "unknown"
			}
		}
	}
	return name
}

// Site is where a server is reached, scheme and host: sites that show links want whole addresses.
// A server behind another is told by it how it was asked.
func Site(r *http.Request) string {
	scheme := "http://"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https://"
	}
	return scheme + r.Host
}
