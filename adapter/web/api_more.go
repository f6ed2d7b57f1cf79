package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// offerOf is the offer of an API request: its body, or that of the link in "o".
func (s *Server) offerOf(r *http.Request) (offer.Offer, []offer.Warning, error) {
	if packed := r.URL.Query().Get("o"); packed != "" {
		doc, err := unpack(packed)
		if err != nil {
			return offer.Offer{}, nil, &failure{status: http.StatusBadRequest, says: err.Error()}
		}
		return offer.Parse("offer", doc)
	}
	doc, err := io.ReadAll(r.Body)
	if err != nil {
		var tooLong *http.MaxBytesError
		if errors.As(err, &tooLong) {
			return offer.Offer{}, nil, err
		}
		return offer.Offer{}, nil, &failure{status: http.StatusBadRequest, says: "the body ended early"}
	}
	return offer.Parse("offer", doc)
}

// replays plays an offer bought on past days, and stops with the context.
func (s *Server) replays(ctx context.Context, e assay.Evidence, from *units.Date, every int) ([]valuation.Replay, *contract.Terms, error) {
	t, _, err := offer.Compile(e.Offer, offer.Options{Discounts: e.Choices.Discounts, USDPer: e.Choices.USDPer})
	if err == nil {
		err = valuation.Replayable(t)
	}
	if err != nil {
		return nil, nil, refused(err)
	}
	open := e.Choices.OpenDays
	if open == 0 {
		open = assay.DefaultOpenDays
	}
	if from != nil {
		one, err := valuation.ReplayFrom(t, s.History, *from, open)
		if err != nil {
			return nil, nil, refused(err)
		}
		return []valuation.Replay{one}, t, nil
	}
	var out []valuation.Replay
	for r := range valuation.Replays(t, s.History, open, true, every) {
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		out = append(out, r)
	}
	return out, t, nil
}

// replayCost is what a replay over the whole history takes from a client's allowance.
const replayCost = 5

// apiReplay answers with the lines that `assay replay --json` prints.
func (s *Server) apiReplay(w http.ResponseWriter, r *http.Request) error {
	o, warnings, err := s.offerOf(r)
	if err != nil {
		return err
	}
	var from *units.Date
	if text := r.URL.Query().Get("from"); text != "" {
		d, err := units.ParseDate(text)
		if err != nil {
			return &ChoiceError{"from", err}
		}
		from = &d
	}
	return s.computed(w, r, replayCost, "application/x-ndjson", func(ctx context.Context) ([]byte, error) {
		e, err := s.Evidence(o, warnings, s.choices(r.URL.Query()))
		if err != nil {
			return nil, err
		}
		all, _, err := s.replays(ctx, e, from, 1)
		if err != nil {
			return nil, err
		}
		var body bytes.Buffer
		err = s.ReplayLines(&body, all)
		return body.Bytes(), err
	})
}

// ForecastParameters are what a forecast over HTTP may choose: flags of the command line.
func ForecastParameters() []string {
	return []string{"as-of", "horizon", "seed", "price", "difficulty", "hashprice", "price-drift"}
}

// apiForecast answers with the bytes that `assay forecast --json` prints.
func (s *Server) apiForecast(w http.ResponseWriter, r *http.Request) error {
	query := map[string]string{}
	for _, name := range ForecastParameters() {
		if v := r.URL.Query().Get(name); v != "" {
			query[name] = clip(v)
		}
	}
	return s.computed(w, r, replayCost, "application/json", func(context.Context) ([]byte, error) { return s.Forecast(query) })
}

func (s *Server) apiSchema(w http.ResponseWriter, r *http.Request) error {
	schema := s.Schemas[r.PathValue("name")]
	if schema == nil {
		return &failure{status: http.StatusNotFound, says: fmt.Sprintf("there is no schema of this name; there are: %v", s.schemaNames())}
	}
	w.Header().Set("Content-Type", "application/schema+json")
	answer(w, r, http.StatusOK, schema())
	return nil
}

// exampleLine is one example in the list.
type exampleLine struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Says  string `json:"says"`
}

func (s *Server) apiExamples(w http.ResponseWriter, r *http.Request) error {
	var all []exampleLine
	for _, e := range s.Examples {
		all = append(all, exampleLine{e.Name, e.Title(), e.Says})
	}
	return s.json(w, r, all)
}

func (s *Server) apiExample(w http.ResponseWriter, r *http.Request) error {
	for _, e := range s.Examples {
		if e.Name == r.PathValue("name") {
			w.Header().Set("Content-Type", "application/yaml")
			answer(w, r, http.StatusOK, e.Data)
			return nil
		}
	}
	return &failure{status: http.StatusNotFound, says: "there is no example of this name"}
}

// json answers with a value as JSON.
func (s *Server) json(w http.ResponseWriter, r *http.Request, v any) error {
	body, err := s.Encode(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	answer(w, r, http.StatusOK, body)
	return nil
}

// marketDay is one day of facts.
type marketDay struct {
	Date       string  `json:"date"`
	Difficulty float64 `json:"difficulty"`
	PriceUSD   float64 `json:"price_usd"`
	FeesBTC    float64 `json:"fees_btc_per_block"`
	Hashprice  float64 `json:"hashprice_usd_per_th_day"`
	Hashvalue  float64 `json:"hashvalue_btc_per_th_day"`
}

func (s *Server) apiMarket(w http.ResponseWriter, r *http.Request) error {
	from, to := s.History.First(), s.History.Last()
	for name, d := range map[string]*units.Date{"from": &from, "to": &to} {
		text := r.URL.Query().Get(name)
		if text == "" {
			continue
		}
		var err error
		if *d, err = units.ParseDate(text); err != nil {
			return &ChoiceError{name, err}
		}
	}
	return s.computed(w, r, 1, "application/json", func(context.Context) ([]byte, error) {
		out := []marketDay{}
		for _, d := range s.History.Days(from, to+1) {
			out = append(out, marketDay{d.Date.String(), d.Difficulty, d.PriceUSD, d.FeesBTC, d.HashpriceUSD(), float64(d.Hashvalue())})
		}
		return s.Encode(out)
	})
}
