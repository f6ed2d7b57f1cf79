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
