package web

import (
	"context"
	"fmt"
	"net/http"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/page"
	"github.com/assaymining/assay/units"
)

// marketPage is the facts at hand, their age and their past.
type marketPage struct {
	Market   *page.Shown
	Ages     []factAge
	Sources  []cite.Source
	Hash     string
	From, To string
}

// factAge is how far a fact reaches.
type factAge struct{ Name, To, Age string }

// market shows the history that verdicts are judged on.
func (s *Server) market(w http.ResponseWriter, r *http.Request) error {
	h := s.History
	day, err := h.At(h.Last())
	if err != nil {
		return err
	}
	today := units.DateOf(s.Today().Unix())
	cut := h.Cutoffs()
	p := &marketPage{Hash: h.Hash(), From: h.First().String(), To: h.Last().String(), Sources: h.Sources()}
	draw := func(context.Context) error { p.Market = page.Of(report.Market(h, day), nil); return nil }
	if err := s.work(r, 1, draw); err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		to   units.Date
	}{{"Difficulty", cut.Difficulty}, {"Price of bitcoin", cut.Price}, {"Transaction fees", cut.Fees},
		{"Block counts", cut.Blocks}} {
		age := factAge{f.name, "not known", ""}
		if f.to != 0 {
			age.To = f.to.String()
			if n := int(today - f.to); n > 0 {
				age.Age = fmt.Sprintf("%d days ago; carried forward after that", n)
			}
		}
		p.Ages = append(p.Ages, age)
	}
	return s.show(w, r, http.StatusOK, framed("market", "The market", content("market", p)))
}

// checklistPage is what to ask a seller, to be printed.
type checklistPage struct{ Groups []checkGroup }

type checkGroup struct {
	Title string
	Rules []redflag.Rule
}

// checklist shows every rule as a question.
func (s *Server) checklist(w http.ResponseWriter, r *http.Request) error {
	p := &checklistPage{}
	on := func(axis redflag.Axis) func(redflag.Rule) bool {
		return func(r redflag.Rule) bool { return r.Axis == axis && r.Severity != redflag.Good }
	}
	for _, g := range []struct {
		title string
		want  func(redflag.Rule) bool
	}{
		{"Signs that somebody mines", func(r redflag.Rule) bool { return r.Severity == redflag.Good }},
		{"Trust: does anyone mine?", on(redflag.Trust)},
		{"Contract: who may change or stop it?", on(redflag.ContractRisk)},
		{"Economics: does it beat buying bitcoin?", on(redflag.Economics)},
	} {
		group := checkGroup{Title: g.title}
		for _, rule := range redflag.Rules() {
			if g.want(rule) {
				group.Rules = append(group.Rules, rule)
			}
		}
		if len(group.Rules) > 0 {
			p.Groups = append(p.Groups, group)
		}
	}
	return s.show(w, r, http.StatusOK, framed("checklist", "What to ask a seller", content("checklist", p)))
}

// apiPage is the operations of the API, to be tried.
type apiPage struct{ Operations []apiOperation }

type apiOperation struct {
	Method, Path, Summary, Says, ID string
	Parameters                      []apiParameter
	Example, Curl                   string
}

type apiParameter struct{ Name, In, Says string }

// apiDocs is made from the same description that /api/v1/openapi.json is.
func (s *Server) apiDocs(w http.ResponseWriter, r *http.Request) error {
	p := &apiPage{}
	host := "http://" + r.Host + s.Base // a name of ours: others are refused
	for _, path := range []string{"/api/v1/evaluate", "/api/v1/read", "/api/v1/replay", "/api/v1/screen",
		"/api/v1/audit", "/api/v1/forecast",
		"/api/v1/schema/{name}", "/api/v1/examples", "/api/v1/examples/{name}", "/api/v1/market"} {
		item := s.described.Paths[path]
		if item == nil {
			continue
		}
		op, method := item.Get, http.MethodGet
		if item.Post != nil {
			op, method = item.Post, http.MethodPost
		}
		one := apiOperation{Method: method, Path: path, Summary: op.Summary, Says: op.Description,
			ID: op.OperationID}
		for _, prm := range op.Parameters {
			one.Parameters = append(one.Parameters, apiParameter{prm.Name, prm.In, prm.Description})
		}
		switch {
		case op.OperationID == "screen":
			one.Example = `{"schema": "assay/offer/v1", "id": "a", "hashrate": "30 TH/s", "term": "360d", ` +
				`"price": {"upfront": "2026.08 USD"}}` + "\n"
			one.Curl = "curl --data-binary @offers.jsonl '" + host + path + "'"
		case op.OperationID == "read":
			one.Example = "30 TH/s for 12 months, price $412, electricity $0.05 per TH and day, deducted.\n"
			one.Curl = "curl --data-binary @page.html '" + host + path + "'"
		case op.OperationID == "audit":
			one.Curl = "curl --data-binary @payouts.csv '" + host + path + "?hashrate=250TH/s&fee=2%25'"
		case method == http.MethodPost:
			one.Example = "schema: assay/offer/v1\nhashrate: 30 TH/s\nterm: 360d\nprice: {upfront: " +
				"2026.08 USD}\n" +
				"fees: [{per_hashrate_day: 0.0499 USD/TH/day, paid: separately}]\n"
			one.Curl = "curl --data-binary @offer.yaml '" + host + path + "?as-of=2021-09-12'"
		default:
			one.Curl = "curl '" + host + path + "'"
		}
		p.Operations = append(p.Operations, one)
	}
	return s.show(w, r, http.StatusOK, framed("api", "The HTTP API", content("api", p)))
}
