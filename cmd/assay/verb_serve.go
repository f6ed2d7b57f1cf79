package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/extract"
	"github.com/assaymining/assay/adapter/printer"
	"github.com/assaymining/assay/adapter/web"
	"github.com/assaymining/assay/adapter/web/bounds"
	"github.com/assaymining/assay/adapter/web/example"
	"github.com/assaymining/assay/adapter/web/listen"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/cmd/assay/schemas"
	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/report/outlook"
	"github.com/assaymining/assay/units"
)

// serving is what the flags of serve say.
type serving struct {
	listen, base, history, trust string
	admin                        string
	names                        []string
	perSecond                    float64
	concurrent, connections      int
	perClient                    int
	quiet                        bool
	update                       time.Duration
	patience                     time.Duration // with a request and its turn, 0 as bounds has it
	waiting                      int           // requests that wait for their turn, 0 as bounds has it
}

// shortestUpdate is how often facts are fetched at most: sources serve others too.
const shortestUpdate = 10 * time.Minute

// staleDays is how old facts are that should have been fetched: blocks and prices of a day are known on the next.
const staleDays = 4

func serveCommand(p *program) *cobra.Command {
	v := &serving{}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the web workbench and the HTTP API",
		Long: commandline.Prose(`
Serve the workbench: pages to judge offers on, and the HTTP API below /api/v1. It keeps no ` +
			`state and asks for no
account; an offer lives in the address of its page. It listens on this machine alone unless told otherwise.`),
		Example: "  assay serve\n" +
			"  assay serve --listen :8080         for everybody who can reach this machine by its address\n" +
			"  assay serve --listen :8080 --name assay.example.org    and by this name\n" +
			"  assay serve --base-path /assay     behind a proxy",
		Args: commandline.Arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.serve(cmd.Context(), v) },
	}
	f := cmd.Flags()
	f.StringVar(&v.listen, "listen", "127.0.0.1:8480", "`ADDRESS` to listen on")
	f.StringVar(&v.base, "base-path", "", "`PATH` under which a proxy passes requests on, as /assay")
	f.StringVar(&v.trust, "trust-header", "", "`HEADER` in which a trusted proxy names the client, as "+
		"X-Forwarded-For")
	f.Float64Var(&v.perSecond, "rate", 20, "judgements a second and client; 0: no limit")
	f.IntVar(
		&v.concurrent,
		"concurrent",
		0,
		"judgements computed at the same time (default: one per processor)",
	)
	f.IntVar(&v.connections, "connections", 1000, "connections held at the same time; idle ones are "+
		"closed for new ones")
	f.IntVar(&v.perClient, "connections-per-client", 100, "connections held for one client; "+
		"as many as in all with --trust-header")
	f.StringArrayVar(&v.names, "name", nil, "`NAME` that it is reached by, as assay.example.org; "+
		"repeatable. It answers to no other beside this machine's own and the address it listens on")
	f.StringVar(&v.admin, "admin", "", "`ADDRESS` for health and metrics alone, as 127.0.0.1:8481: "+
		"they answer there however busy the workbench is")
	f.DurationVar(&v.update, "update", 0, "fetch facts into the store at once and every `TIME`, as 6h; "+
		"/readyz tells their age")
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
	workbench, err := p.workbench(ctx, h, v)
	if err != nil {
		return &misuse{err.Error(), ""}
	}
	pages, admin := &listen.Swapped{}, &listen.Swapped{}
	pages.Put(workbench.Handler())
	admin.Put(workbench.AdminHandler(v.admin))
	if v.update != 0 {
		if v.update < shortestUpdate || v.history != "" {
			return &misuse{"--update needs at least " + shortestUpdate.String() + " and no --history", ""}
		}
		go p.facts().Fresh(ctx, v.update, func(h *market.History) {
			renewed := workbench.Renewed(h, documents{h})
			pages.Put(renewed.Handler())
			admin.Put(renewed.AdminHandler(v.admin))
			fmt.Fprintf(p.err, "assay: the facts are those to %s\n", h.Last())
		})
	}
	perClient := v.perClient
	if v.trust != "" { // all come from the proxy
		perClient = 0
	}
	return listen.Serve(ctx, listen.Config{Address: v.listen, Admin: v.admin, Base: v.base,
		Connections: v.connections, PerClient: perClient, Says: p.err,
		Handler: pages, AdminHandler: admin})
}

// workbench wires the pages to the facts, the flags and the judge.
func (p *program) workbench(ctx context.Context, h *market.History, v *serving) (*web.Server, error) {
	perSecond := v.perSecond
	if perSecond == 0 {
		perSecond = -1
	}
	cfg := web.Config{
		Base: v.base, Listens: v.listen, Names: v.names, Admin: v.admin != "",
		Version: version(), History: h, Facts: stored{p, v.history}, Documents: documents{h},
		Schemas: map[string][]byte{}, Words: wordsIn, Plain: extract.IsText,
		Log: p.log(v.quiet), Stale: stale(v.update),
		Limits: bounds.Limits{PerSecond: perSecond, Concurrent: v.concurrent, TrustHeader: v.trust,
			Wait: v.patience, Request: v.patience, Queue: v.waiting},
	}
	if _, err := printer.FindBrowser(); err == nil {
		cfg.PDF = printer.PDF
	}
	for _, name := range schemas.Names() {
		cfg.Schemas[name] = indented(schemas.Of(name))
	}
	var err error
	if cfg.Examples, err = example.Real(); err != nil {
		return nil, err
	}
	return web.New(cfg)
}

// log is of requests and calls, or of errors alone.
func (p *program) log(quiet bool) *slog.Logger {
	level := slog.LevelInfo
	if quiet {
		level = slog.LevelError
	}
	return slog.New(slog.NewJSONHandler(p.err, &slog.HandlerOptions{Level: level}))
}

// stale is after how many days facts are too old; 0: nobody fetches any.
func stale(update time.Duration) int {
	if update == 0 {
		return 0
	}
	return staleDays
}

// indented is JSON as `assay schema` prints it.
func indented(data []byte) []byte {
	var b bytes.Buffer
	if err := (&program{out: &b}).printJSON(json.RawMessage(data)); err != nil {
		panic("assay: a schema does not encode: " + err.Error())
	}
	return b.Bytes()
}

// stored are the facts of the user's store, as far as a history that was named leaves room for them.
type stored struct {
	p       *program
	history string
}

// Complete fills in what the store knows beside the history.
func (s stored) Complete(ctx context.Context, e *assay.Evidence) error {
	return s.p.facts().Complete(ctx, s.history, e)
}

// documents are what verbs print for programs.
type documents struct{ history *market.History }

// Replays is what assay replay --json prints.
func (documents) Replays(w io.Writer, r *assay.Replayed) error { return r.Write(w) }

// Forecast is what assay forecast --json shows.
func (d documents) Forecast(ctx context.Context, e assay.Evidence,
	horizon units.Days) (any, error) {
	m, wrong, err := forecastModel(d.history, e)
	if err != nil {
		return nil, &web.ChoiceError{Name: wrong, Err: err}
	}
	c := paths.Config{Days: horizon, Paths: paths.DefaultPaths, Seed: e.Choices.Seed,
		PriceDrift: e.Choices.PriceDrift, Done: ctx.Done()}
	q, err := m.Quantiles(c)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, &web.ChoiceError{Err: err}
	}
	shown := outlook.Forecasted{Model: m, Quantiles: q, Seed: c.Seed, History: d.history}
	return q.Document(&m, c.Seed, shown.Warnings()), nil
}
