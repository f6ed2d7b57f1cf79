package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sort"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web"
	"github.com/assaymining/assay/adapter/web/report"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/examples"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
)

// The time a client may take. Judgements have bounds of their own (web.Limits).
const (
	headerTimeout   = 5 * time.Second
	readTimeout     = 20 * time.Second
	writeTimeout    = 60 * time.Second
	idleTimeout     = 90 * time.Second
	shutdownTimeout = 15 * time.Second
	maxHeaderBytes  = 48 << 10 // an address may hold an offer
)

// serving is what the flags of serve say.
type serving struct {
	listen, base, history, trust string
	perSecond                    float64
	concurrent, connections      int
	quiet                        bool
}

func serveCommand(p *program) *cobra.Command {
	v := &serving{}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the web workbench and the HTTP API",
		Long: "Serve the workbench: pages to judge offers on, and the HTTP API below /api/v1. It keeps no state and asks for no\n" +
			"account; an offer lives in the address of its page. It listens on this machine alone unless told otherwise.",
		Example: "  assay serve\n" +
			"  assay serve --listen :8080         for everybody who can reach this machine\n" +
			"  assay serve --base-path /assay     behind a proxy",
		Args: arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.serve(cmd.Context(), v) },
	}
	f := cmd.Flags()
	f.StringVar(&v.listen, "listen", "127.0.0.1:8480", "`ADDRESS` to listen on")
	f.StringVar(&v.base, "base-path", "", "`PATH` under which a proxy passes requests on, as /assay")
	f.StringVar(&v.trust, "trust-header", "", "`HEADER` in which a trusted proxy names the client, as X-Forwarded-For")
	f.Float64Var(&v.perSecond, "rate", 20, "judgements a second and client; 0: no limit")
	f.IntVar(&v.concurrent, "concurrent", 0, "judgements computed at the same time (default: one per processor)")
	f.IntVar(&v.connections, "connections", 1000, "connections held at the same time")
	f.BoolVar(&v.quiet, "quiet", false, "log errors only")
	historyFlag(cmd, &v.history)
	return cmd
}

// serve runs until the context ends, then lets requests finish.
func (p *program) serve(ctx context.Context, v *serving) error {
	h, err := p.history(v.history)
	if err != nil {
		return err
	}
	handler, err := p.workbench(ctx, h, v)
	if err != nil {
		return &misuse{err.Error(), ""}
	}
	listener, err := net.Listen("tcp", v.listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", v.listen, err)
	}
	srv := &http.Server{Handler: handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes, ErrorLog: slog.NewLogLogger(slog.NewJSONHandler(p.err, nil), slog.LevelWarn)}
	fmt.Fprintf(p.err, "assay: the workbench is at http://%s%s/\n", listener.Addr(), v.base)
	done := make(chan error, 1)
	go func() { done <- srv.Serve(web.Bounded(listener, v.connections)) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	fmt.Fprintln(p.err, "assay: finishing the requests at hand")
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := srv.Shutdown(last); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// workbench wires the pages to the facts, the flags and the judge.
func (p *program) workbench(ctx context.Context, h *market.History, v *serving) (http.Handler, error) {
	level := slog.LevelInfo
	if v.quiet {
		level = slog.LevelError
	}
	perSecond := v.perSecond
	if perSecond == 0 {
		perSecond = -1
	}
	cfg := web.Config{
		Base: v.base, Version: version(), History: h, Options: judgingOptions(),
		Evidence: func(o offer.Offer, warnings []offer.Warning, choices map[string]string) (assay.Evidence, error) {
			j, err := chosen(choices)
			if err != nil {
				return assay.Evidence{}, err
			}
			e := j.evidence(&offerFile{name: "offer", offer: o, warnings: warnings}, h)
			return e, p.storedMarket(ctx, v.history, &e)
		},
		Encode: func(v any) ([]byte, error) {
			var b bytes.Buffer
			err := (&program{out: &b}).printJSON(v)
			return b.Bytes(), err
		},
		Schemas:     map[string]func() []byte{},
		ReplayLines: func(w io.Writer, all []valuation.Replay) error { return (&program{out: w}).printReplays(all) },
		Screen: func(choices map[string]string) (func(offer.Offer) assay.Evidence, error) {
			j, err := chosen(choices)
			if err != nil {
				return nil, err
			}
			j.paths = assay.ScreenPaths
			return func(o offer.Offer) assay.Evidence { return j.evidence(&offerFile{offer: o}, h) }, nil
		},
		Forecast: func(query map[string]string) ([]byte, error) { return p.forecastOf(v.history, query) },
		Log:      slog.New(slog.NewJSONHandler(p.err, &slog.HandlerOptions{Level: level})),
		Limits:   web.Limits{PerSecond: perSecond, Concurrent: v.concurrent, TrustHeader: v.trust},
	}
	if _, err := report.FindBrowser(); err == nil {
		cfg.PDF = report.PDF
	}
	for _, s := range schemas {
		cfg.Schemas[s.name] = func() []byte { return indented(s.make()) }
	}
	var err error
	if cfg.Examples, err = realOffers(); err != nil {
		return nil, err
	}
	s, err := web.New(cfg)
	if err != nil {
		return nil, err
	}
	return s.Handler(), nil
}

// indented is JSON as `assay schema` prints it.
func indented(data []byte) []byte {
	var b bytes.Buffer
	if err := (&program{out: &b}).printJSON(json.RawMessage(data)); err != nil {
		panic("assay: a schema does not encode: " + err.Error())
	}
	return b.Bytes()
}

// judgingOptions are the choices that a page offers: flags of evaluate, by their names.
func judgingOptions() []web.Option {
	return []web.Option{
		{Name: "as-of", Label: "Judge as of", Hint: "the day you saw it"},
		{Name: "price", Label: "Price of bitcoin", Hint: "76000 USD", Unit: "USD"},
		{Name: "difficulty", Label: "Difficulty", Hint: "125T"},
		{Name: "hashprice", Label: "Hashprice instead", Hint: "0.036 USD/TH/day", Unit: "USD/TH/day"},
		{Name: "open-term", Label: "Days to compute where there is no end", Hint: "1095d", Unit: "d"},
		{Name: "my-power", Label: "What you pay for power", Hint: "0.08 USD/kWh", Unit: "USD/kWh"},
		{Name: "budget", Label: "Your budget", Hint: "500 USD", Unit: "USD"},
		{Name: "price-drift", Label: "Growth of the median bitcoin price", Hint: "5%/year", Unit: "%/year"},
		{Name: "seed", Label: "Seed of the simulated markets", Hint: "0"},
		{Name: "tax-income", Label: "Your tax on payouts", Hint: "30%", Unit: "%"},
		{Name: "tax-deductible", Label: "Share of payments you may deduct", Hint: "0%", Unit: "%"},
		{Name: "tax-gains", Label: "Your tax on gains from bitcoin", Hint: "25%", Unit: "%"},
		{Name: "fx", Label: "Exchange rate", Hint: "EUR=1.08"},
		{Name: "discounts", Label: "Take discounts that need something of you", Check: true},
	}
}

// chosen reads choices with the flags of evaluate, so that page, API and command line mean the same by the
// same words. Only judgingOptions are read: no flag that names a file.
func chosen(choices map[string]string) (*judging, error) {
	cmd := &cobra.Command{}
	j := judgingFlags(cmd)
	for _, opt := range judgingOptions() {
		text := choices[opt.Name]
		if text == "" {
			continue
		}
		if err := cmd.Flags().Set(opt.Name, text); err != nil {
			return nil, &web.ChoiceError{Name: opt.Name, Err: innermost(err)}
		}
	}
	return j, nil
}

// forecastOf is what `assay forecast --json` prints for flags by name.
func (p *program) forecastOf(history string, query map[string]string) ([]byte, error) {
	var b bytes.Buffer
	cmd := forecastCommand(&program{in: p.in, out: &b, err: io.Discard, env: p.env})
	for name, text := range query {
		if err := cmd.Flags().Set(name, text); err != nil {
			return nil, &web.ChoiceError{Name: name, Err: innermost(err)}
		}
	}
	for name, text := range map[string]string{"json": "true", "history": history} {
		if err := cmd.Flags().Set(name, text); err != nil {
			return nil, err
		}
	}
	err := cmd.RunE(cmd, nil)
	if err != nil && exitCode(err) == misused {
		err = &web.ChoiceError{Err: err}
	}
	return b.Bytes(), err
}

// innermost is the reader's complaint without pflag's preamble.
func innermost(err error) error {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err
		}
		err = next
	}
}

// realOffers are the embedded examples, newest first, those that say most before those that say less.
func realOffers() ([]web.Example, error) {
	all, err := examples.All()
	if err != nil {
		return nil, err
	}
	var out []web.Example
	for _, e := range all {
		o, _, err := offer.Parse(e.Name, e.Data)
		if err != nil {
			return nil, err
		}
		out = append(out, web.Example{Name: strings.TrimSuffix(e.Name, ".yaml"), Says: e.Says, Data: e.Data, Offer: o})
	}
	said := func(o offer.Offer) int {
		n := 0
		for _, known := range []bool{o.Hashrate > 0, o.Price.Upfront != nil || o.Price.PerHashrate != nil || o.Price.Bid != nil, o.Seen != nil} {
			if known {
				n++
			}
		}
		return n
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i].Offer, out[j].Offer
		if said(a) != said(b) {
			return said(a) > said(b)
		}
		return a.Seen != nil && b.Seen != nil && *a.Seen > *b.Seen
	})
	return out, nil
}
