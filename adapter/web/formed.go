package web

import (
	"net/http"
	"net/url"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/form"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/glossary"
	"github.com/assaymining/assay/units"
)

// formShown is the terms of an offer and the choices of the reader, to be changed.
type formShown struct {
	*form.Form
	Tabs    []kindTab
	Choices []form.Field
}

// kindTab leads to the same offer in the form of another kind.
type kindTab struct {
	Label, Says, Link string
	Here              bool
}

// formOf is the form for an offer; packed is the offer as it stands in a link. kind is of contract, where the
// offer does not say it.
func formOf(o offer.Offer, packed string, chosen map[need.Setting]string, kind string) *formShown {
	f := &formShown{Form: form.Of(o, packed, form.KindFor(o, kind))}
	for _, opt := range offered() {
		one := form.Field{Path: string(opt.Name), Label: opt.Label, Hint: opt.Hint, Unit: opt.Unit,
			Value: chosen[opt.Name], Day: opt.Name == need.AsOf}
		if opt.YesOrNo {
			one.Choices = []form.Choice{{Value: "", Label: "no"}, {Value: "true", Label: "yes"}}
		}
		f.Choices = append(f.Choices, one)
	}
	for _, k := range form.Kinds() {
		link := "/?kind=" + url.QueryEscape(k.Name)
		if packed != "" {
			q := url.Values{"o": {packed}, form.Own: {form.No}, "kind": {k.Name}}
			if k.Owned {
				q = url.Values{"o": {packed}, form.Own: {form.Yes}}
			}
			for name, v := range chosen {
				q.Set(string(name), v)
			}
			link = "/evaluate?" + q.Encode() + "#change"
		} else {
			link += "#by-form" // and not to the top of a page that begins with another box
		}
		f.Tabs = append(f.Tabs, kindTab{k.Label, k.Says, link, k.Name == f.Kind.Name})
	}
	return f
}

// blank is a form for an offer that was seen today.
func (s *Server) blank(kind string) *formShown {
	f := formOf(offer.Offer{}, "", nil, kind)
	for _, one := range f.All() {
		if one.Path == "seen" {
			one.Value = s.today()
		}
	}
	return f
}

// today is this day, on which an offer is taken to be seen where nobody says another.
func (s *Server) today() string { return units.DateOf(s.Today().Unix()).String() }

// glossary explains the words that the pages use.
func (s *Server) glossary(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, http.StatusOK, framed("glossary", "Mining in a few words",
		content("glossary", glossary.Entries())))
}

// fraud is the word on trust in an example, where it is a grave one; empty where it is not.
func (s *Server) fraud(name string) string {
	s.frauds.Do(func() {
		s.grave = map[string]string{}
		for _, e := range s.Examples {
			v, err := assay.Evaluate(assay.Evidence{Offer: e.Terms, History: s.History,
				Choices: assay.Choices{Paths: -1}})
			if err == nil && (v.Verdict.Trust == redflag.FraudSigns || v.Verdict.Trust == redflag.Doubtful) {
				s.grave[e.Name] = report.Spaced(v.Verdict.Trust)
			}
		}
	})
	return s.grave[name]
}

// field is one box of a page.
type field = form.Field

// clip is as much of a text as a box holds.
func clip(s string) string { return form.Clip(s) }
