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

// apiDocs is made from the same operations that the API serves.
func (s *Server) apiDocs(w http.ResponseWriter, r *http.Request) error {
	p := &apiPage{}
	host := "http://" + r.Host + s.Base // a name of ours: others are refused
	for _, op := range s.operations() {
		one := apiOperation{Method: op.Method, Path: op.Path, Summary: op.Summary, Says: op.Says, ID: op.ID}
		for _, prm := range op.Parameters {
			says := prm.Says
			if prm.Example != "" {
				says += ", as " + prm.Example
			}
			where := "query"
			if op.InPath(prm) {
				where = "path"
			}
			one.Parameters = append(one.Parameters, apiParameter{prm.Name, where, says})
		}
		one.Curl = "curl '" + host + op.Path + "'"
		switch {
		case op.ID == "screen":
			one.Example = exampleOfferLine
			one.Curl = "curl --data-binary @offers.jsonl '" + host + op.Path + "'"
		case op.ID == "read":
			one.Example = exampleWords
			one.Curl = "curl --data-binary @page.html '" + host + op.Path + "'"
		case op.ID == "audit":
			one.Curl = "curl --data-binary @payouts.csv '" + host + op.Path + "?hashrate=250TH/s&fee=2%25'"
		case op.Method == http.MethodPost:
			one.Example = exampleOffer
			one.Curl = "curl --data-binary @offer.yaml '" + host + op.Path + "?as-of=2021-09-12'"
		}
		p.Operations = append(p.Operations, one)
	}
	return s.show(w, r, http.StatusOK, framed("api", "The HTTP API", content("api", p)))
}
