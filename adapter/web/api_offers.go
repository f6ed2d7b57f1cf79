package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"github.com/assaymining/assay/adapter/web/link"
	"io"
	"net/http"
	"strings"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/api"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/told"
	"github.com/assaymining/assay/units"
)

// offerOf is the offer of an API request: its body, or that of the link in "o".
func (s *Server) offerOf(r *http.Request) (offer.Offer, []offer.Warning, error) {
	if packed := r.URL.Query().Get("o"); packed != "" {
		doc, err := link.Unpack(packed)
		if err != nil {
			return offer.Offer{}, nil, &failure{status: http.StatusBadRequest, says: err.Error()}
		}
		return s.parse(r, doc)
	}
	doc, err := io.ReadAll(r.Body)
	if err != nil {
		var tooLong *http.MaxBytesError
		if errors.As(err, &tooLong) {
			return offer.Offer{}, nil, err
		}
		return offer.Offer{}, nil, &failure{status: http.StatusBadRequest, says: "the body ended early"}
	}
	o, warnings, err := s.parse(r, doc)
	if errors.As(err, new(offer.Errors)) && len(doc) > 0 && !told.IsDocument(doc) {
		inWords, said, wordsErr := s.offerInWords(r, doc)
		switch {
		case wordsErr != nil && !errors.Is(wordsErr, errNothing):
			return inWords, said, wordsErr
		case wordsErr == nil:
			return inWords, said, nil
		}
	}
	return o, warnings, err
}

// errNothing says that words are no offer of any kind.
var errNothing = errors.New("nothing of an offer was read in these words")

// offerInWords is the first offer in what a seller wrote, with a warning that says so.
func (s *Server) offerInWords(r *http.Request, data []byte) (offer.Offer, []offer.Warning, error) {
	kind, words, err := s.wordsOf(r, data)
	if err != nil {
		return offer.Offer{}, nil, err
	}
	t, err := told.Of(r.Context(), kind, words, "")
	if err != nil {
		return offer.Offer{}, nil, err
	}
	if t.Nothing() {
		return offer.Offer{}, nil, errNothing
	}
	says := fmt.Sprintf("this is no offer document: offer 1 of %d was read in what the seller wrote "+
		"(%d keys, %d clauses not understood)", len(t.Offers), len(t.Offers[0].Keys), len(t.NotUnderstood))
	return t.Offer(0), append([]offer.Warning{{Path: "text", Msg: says}}, t.Doubts(0)...), nil
}

// replays plays an offer bought on past days, and stops with the context.
func (s *Server) replays(ctx context.Context, e assay.Evidence, p assay.Purchases) (*assay.Replayed, error) {
	r, err := assay.Replay(ctx, e, p)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, refused(err)
	}
	return r, nil
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
	scaled := r.URL.Query().Get(allHistory) == "true"
	if s.Documents == nil {
		return &failure{status: http.StatusNotFound, says: "this server replays nothing"}
	}
	return s.computed(w, r, replayCost, "application/x-ndjson", func(ctx context.Context) ([]byte, error) {
		e, err := s.evidence(ctx, o, warnings, choices(r.URL.Query()))
		if err != nil {
			return nil, err
		}
		r, err := s.replays(ctx, e, assay.Purchases{From: from, Scaled: scaled})
		if err != nil {
			return nil, err
		}
		var body bytes.Buffer
		err = s.Documents.Replays(&body, r)
		return body.Bytes(), err
	})
}

// horizon is the one thing about a forecast that is no setting of a judgement.
const horizon need.Setting = "horizon"

// forecastSettings are what a forecast over HTTP may choose.
func forecastSettings() []need.Setting {
	return []need.Setting{need.AsOf, horizon, need.Seed, need.Price, need.Difficulty, need.Hashprice,
		need.PriceDrift}
}

// apiForecast answers with the bytes that `assay forecast --json` prints.
func (s *Server) apiForecast(w http.ResponseWriter, r *http.Request) error {
	if s.Documents == nil {
		return &failure{status: http.StatusNotFound, says: "this server makes no forecasts"}
	}
	e := assay.Evidence{Choices: assay.Choices{Seed: 1}}
	days := units.Days(365)
	for _, name := range forecastSettings() {
		text := clip(r.URL.Query().Get(string(name)))
		if text == "" {
			continue
		}
		var err error
		if name == horizon {
			days, err = units.ParseDays(text)
		} else {
			err = e.Set(name, text)
		}
		if err != nil {
			return &ChoiceError{name, err}
		}
	}
	return s.computed(w, r, replayCost, "application/json", func(ctx context.Context) ([]byte, error) {
		document, err := s.Documents.Forecast(ctx, e, days)
		if err != nil {
			return nil, err
		}
		return assay.JSON(document)
	})
}

func (s *Server) apiSchema(w http.ResponseWriter, r *http.Request) error {
	schema, known := s.Schemas[r.PathValue("name")]
	if !known {
		return &failure{status: http.StatusNotFound,
			says: fmt.Sprintf("there is no schema of this name; there are: %s",
				strings.Join(s.schemaNames(), ", "))}
	}
	w.Header().Set("Content-Type", "application/schema+json")
	answer(w, r, http.StatusOK, schema)
	return nil
}

func (s *Server) apiExamples(w http.ResponseWriter, r *http.Request) error {
	var all []api.ExampleLine
	for _, e := range s.Examples {
		all = append(all, api.ExampleLine{Name: e.Name, Title: e.Title(), Says: e.Says})
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
	body, err := assay.JSON(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	answer(w, r, http.StatusOK, body)
	return nil
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
			return &ChoiceError{need.Setting(name), err}
		}
	}
	return s.computed(w, r, 1, "application/json", func(context.Context) ([]byte, error) {
		out := []api.MarketDay{}
		for _, d := range s.History.Days(from, to+1) {
			out = append(out, api.MarketDay{Date: d.Date.String(), Difficulty: d.Difficulty,
				PriceUSD: d.PriceUSD, FeesBTC: d.FeesBTC, Hashprice: d.HashpriceUSD(),
				Hashvalue: float64(d.Hashvalue())})
		}
		return assay.JSON(out)
	})
}
