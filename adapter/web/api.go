package web

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/api"
	"github.com/assaymining/assay/offer"
)

// mountAPI serves what programs can ask for.
func (s *Server) mountAPI(mux *http.ServeMux) error {
	return api.Mount(mux, api.Config{Base: s.Base, Version: s.Version, Schemas: s.Schemas, Failed: s.problem,
		Types: map[string]any{"problem": api.Problem{}, "examples": []api.ExampleLine{},
			"market":   []api.MarketDay{},
			"withheld": api.Withheld{}, "read": api.LinesRead{}, "any": map[string]any{}}}, s.operations())
}

// problemOf maps errors to problems: documents and choices are the client's to mend, for the rest
// failureOf knows whose fault it is.
func problemOf(err error) *api.Problem {
	var errs offer.Errors
	var choice *ChoiceError
	var told *api.Problem
	switch {
	case errors.As(err, &told):
		return told
	case errors.As(err, &errs):
		p := api.NewProblem(http.StatusUnprocessableEntity, "the offer document cannot be read")
		for _, e := range errs {
			p.Errors = append(p.Errors, api.Field{Line: e.Line, Col: e.Col, Path: e.Path, Message: e.Msg,
				Repair: e.Fix})
		}
		return p
	case errors.As(err, &choice):
		p := api.NewProblem(http.StatusUnprocessableEntity, "a query parameter cannot be read")
		p.Errors = []api.Field{{Path: strings.TrimSuffix("query."+string(choice.Name), "."),
			Message: choice.Err.Error()}}
		return p
	}
	f := failureOf(err)
	p := api.NewProblem(f.status, f.says)
	p.After = f.after
	return p
}

// problem answers with an error.
func (s *Server) problem(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err)
	if p.Status == http.StatusInternalServerError {
		s.Log.Error("api", "route", r.Pattern, "error", err.Error())
	}
	p.Write(w)
}

// turnAway answers a request that no handler is asked for: to a program with a problem, else in plain words.
func (s *Server) turnAway(w http.ResponseWriter, r *http.Request, status int, says string) {
	if strings.HasPrefix(strings.TrimPrefix(r.URL.Path, s.Base), api.Root) {
		api.NewProblem(status, says).Write(w)
		return
	}
	http.Error(w, says, status)
}

func (s *Server) schemaNames() []string { return slices.Sorted(maps.Keys(s.Schemas)) }

// apiEvaluate answers with the bytes that `assay evaluate --json` prints.
func (s *Server) apiEvaluate(w http.ResponseWriter, r *http.Request) error {
	o, warnings, err := s.offerOf(r)
	if err != nil {
		return err
	}
	return s.computed(w, r, 1, "application/json", func(ctx context.Context) ([]byte, error) {
		e, err := s.evidence(ctx, o, warnings, choices(r.URL.Query()))
		if err != nil {
			return nil, err
		}
		v, err := s.verdict(ctx, e)
		if err != nil {
			return nil, err
		}
		return assay.JSON(v)
	})
}

// computed answers with what is computed in a turn at the gate.
func (s *Server) computed(w http.ResponseWriter, r *http.Request, cost int, kind string,
	do func(context.Context) ([]byte, error)) error {
	var body []byte
	err := s.work(r, cost, func(ctx context.Context) (err error) {
		body, err = do(ctx)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", kind)
	answer(w, r, http.StatusOK, body)
	return nil
}
