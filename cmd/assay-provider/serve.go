package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/provider/clerk"
	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/provider/miner"
	"github.com/assaymining/assay/provider/node"
	"github.com/assaymining/assay/provider/office"
	"github.com/assaymining/assay/provider/segments"
	"github.com/assaymining/assay/provider/store"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/trace"
	"github.com/assaymining/assay/units"
)

// serving is what the flags of serve say.
type serving struct {
	dir, origin, books    string
	node, login, pay      string
	v1, v2, pages, prices string
	halving, server       int
	level, least          uint8
	facilities            []string

	out   io.Writer
	now   func() time.Time // of days and shares
	every time.Duration    // between two looks at what can be booked and closed
	most  share.Level      // of a miner; 0 is the protocol's
}

func serveCommand() *cobra.Command {
	o := &serving{now: time.Now, every: 10 * time.Second}
	cmd := &cobra.Command{
		Use:   "serve DIR",
		Short: "Serve miners, holders and everybody, from one folder and your own node",
		Long: "Books, keys and what is published stand in DIR; what is published in DIR/public, which any\n" +
			"static server may serve too. Keys are made at the first start, and what each is for is said.\n" +
			"Prices are read from a file of lines \"2026-11-28 76123.45 SOURCE\"; a day without one waits.",
		Example: "  assay-provider serve --node http://127.0.0.1:8332 --node-login ~/.bitcoin/.cookie \\\n" +
			"      --pay bc1q... --origin provider.example/assay --prices prices.txt /srv/provider",
		Args: oneFolder(true),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.dir, o.out = args[0], cmd.OutOrStdout()
			return o.run(cmd.Context())
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.origin, "origin", "", "public `NAME` of the provider, without blanks")
	f.StringVar(&o.node, "node", "", "`URL` of your node's JSON-RPC")
	f.StringVar(&o.login, "node-login", "", "`FILE` with \"user:password\" for the node")
	f.StringVar(&o.pay, "pay", "", "`ADDRESS` that blocks pay")
	f.StringVar(&o.prices, "prices", "", "`FILE` of the price of each day")
	f.StringVar(
		&o.books,
		"books",
		"",
		"`ADDRESS` of a PostgreSQL for the books; without it they are a file in DIR",
	)
	f.StringVar(
		&o.v1,
		"v1",
		"127.0.0.1:3333",
		"`ADDRESS` for miners over Stratum V1; empty serves none",
	)
	f.StringVar(
		&o.v2,
		"v2",
		"127.0.0.1:3336",
		"`ADDRESS` for miners over Stratum V2; empty serves none",
	)
	f.StringVar(&o.pages, "http", "127.0.0.1:8090", "`ADDRESS` for pages")
	f.IntVar(&o.halving, "halving", 210_000, "`BLOCKS` after which the subsidy halves: 150 on regtest")
	f.IntVar(&o.server, "server", 1, "`NUMBER` of this server of miners, 1 to 255")
	f.StringSliceVar(&o.facilities, "facility", nil,
		"`NAME` of a place of yours: only workers \"NAME.worker\" are taken, without it all are")
	f.Uint8Var(&o.level, "level", 36, "a miner begins with a share each 2^`LEVEL` hashes")
	f.Uint8Var(&o.least, "least-level", 24, "the lowest `LEVEL`, for the smallest miners")
	return cmd
}

// check says which flag is missing or wrong.
func (o *serving) check() (script []byte, err error) {
	switch {
	case o.origin == "" || strings.ContainsAny(o.origin, "+ \t\n"):
		return nil, errors.New("--origin is the provider's public name, without blanks and plus signs, as " +
			"provider.example/assay")
	case o.node == "":
		return nil, errors.New("--node is missing: your node's JSON-RPC, as http://127.0.0.1:8332")
	case o.prices == "":
		return nil, errors.New("--prices is missing: a file of lines \"2026-11-28 76123.45 SOURCE\"")
	case o.server < 1 || o.server > 255:
		return nil, errors.New("--server is from 1 to 255")
	case !share.Level(o.least).Valid() || !share.Level(o.level).Valid() || o.least > o.level:
		return nil, fmt.Errorf("--least-level and --level are from %d to %d, in this order",
			share.MinLevel, share.MaxLevel)
	}
	if _, err := os.Stat(o.prices); err != nil {
		return nil, fmt.Errorf("--prices: %w; it has lines \"2026-11-28 76123.45 SOURCE\", and may be empty",
			err)
	}
	to, err := trace.ParseAddress(o.pay)
	if err != nil {
		return nil, fmt.Errorf("--pay: %w", err)
	}
	return to.Script, nil
}

func (o *serving) run(ctx context.Context) error {
	script, err := o.check()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	secrets, err := openKeys(o.dir, o.origin)
	if err != nil {
		return err
	}
	if o.books == "" {
		o.books = filepath.Join(o.dir, "books.db")
	}
	books, err := store.Open(ctx, o.books)
	if err != nil {
		return err
	}
	defer books.Close()
	own, err := o.own()
	if err != nil {
		return err
	}
	d := desk.New(books, o.origin, []byte(secrets.salt))
	public := filepath.Join(o.dir, "public")
	c, err := clerk.New(clerk.Options{
		Dir: public, Desk: d, Price: o.price, Confirmations: confirmations(own), Now: o.now,
		Signer: secrets.signer,
	})
	if err != nil {
		return err
	}
	writer, err := segments.Open(filepath.Join(public, "segments"), uint8(o.server), segments.Options{
		Now:    o.now,
		Sealed: func(s segments.Sealed) { c.Sealed(s.Path, s.Until) },
		Fatal: func(err error) {
			complain(fmt.Errorf("segments: %w", err))
			os.Exit(1)
		},
	})
	if err != nil {
		return err
	}
	defer writer.Close()
	miners, err := o.miners(writer, own, script, secrets.authority, public)
	if err != nil {
		return err
	}
	defer miners.Close()
	handler, err := office.New(office.Options{
		Desk: d, Clerk: c, Dir: public, Key: secrets.operator, Now: o.now, Miners: miners.Counts,
		Signer: secrets.signer,
	})
	if err != nil {
		return err
	}
	if err := o.listen(ctx, cancel, miners, handler); err != nil {
		return err
	}
	secrets.tell(o.out, o.pages)
	var noWork, noStep nag
	go own.Follow(ctx, time.Second, 30*time.Second, miners.SetTemplate, func(err error) {
		noWork.say(fmt.Errorf("no new work for miners: %w; look at the node, --node and --node-login", err))
	})
	for tick := time.NewTicker(o.every); ; {
		if err := c.Step(ctx); err != nil && ctx.Err() == nil {
			noStep.say(err)
		}
		select {
		case <-ctx.Done():
			return cause(ctx)
		case <-tick.C:
		}
	}
}

// cause is why a context ended, nil where somebody asked for it.
func cause(ctx context.Context) error {
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// complain tells of an error; what a node, a database or a file's name says in it commands no terminal.
func complain(err error) { fmt.Fprintln(console.Shielded(os.Stderr), "assay-provider:", err) }

// nag complains of the same thing once a minute at most. The zero value is ready; one goroutine uses it.
type nag struct {
	said string
	at   time.Time
}

func (n *nag) say(err error) {
	if err.Error() == n.said && time.Since(n.at) < time.Minute {
		return
	}
	n.said, n.at = err.Error(), time.Now()
	complain(err)
}

// miners makes the server of miners.
func (o *serving) miners(
	w *segments.Writer,
	own *node.Node,
	script []byte,
	authority, public string,
) (*miner.Server, error) {
	workers, err := segments.OpenWorkers(filepath.Join(public, "workers.txt"), o.mayMine)
	if err != nil {
		return nil, err
	}
	raw, err := hex.DecodeString(authority)
	if err != nil || len(raw) != 32 {
		return nil, errors.New("authority.key is not 64 hexadecimal digits")
	}
	recalled := w.Recalled()
	s, err := miner.New(miner.Options{
		Archive: w, Workers: workers, Payout: jobs.Payout{Server: uint8(o.server), Script: script},
		Submit: func(b []byte) error {
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			return own.Submit(ctx, b)
		},
		Found:   o.found,
		LastJob: recalled.LastJob, Authority: (*[32]byte)(raw), Rand: rand.Reader, Now: o.now,
		Start: share.Level(o.level), Min: share.Level(o.least), Max: o.most,
	})
	if err != nil {
		return nil, err
	}
	for _, kept := range recalled.Shares {
		s.Recall(kept.Prev, kept.Tail)
	}
	return s, nil
}

// mayMine says why a name that nobody had before gets no number.
func (o *serving) mayMine(name string) error {
	facility, _, dotted := strings.Cut(name, ".")
	if len(o.facilities) == 0 || dotted && slices.Contains(o.facilities, facility) {
		return nil
	}
	return fmt.Errorf("%q is of no facility here", name)
}

// found tells the operator of a block, and of one that no node takes.
func (o *serving) found(f miner.Found) {
	printed := share.Printed(f.Hash)
	if f.Err != nil {
		complain(fmt.Errorf("block %d, %x, is lost: %w", f.Height, printed, f.Err))
		return
	}
	fmt.Fprintf(o.out, "Block %d, %x: the node has it\n", f.Height, printed)
}

// listen opens the sockets and says where they are.
func (o *serving) listen(
	ctx context.Context,
	end context.CancelCauseFunc,
	miners *miner.Server,
	h http.Handler,
) error {
	for _, one := range []struct {
		address string
		proto   share.Protocol
	}{{o.v1, share.V1}, {o.v2, share.V2}} {
		if one.address == "" {
			continue
		}
		l, err := net.Listen("tcp", one.address)
		if err != nil {
			return err
		}
		fmt.Fprintf(o.out, "Miners over Stratum V%d: %s\n", one.proto, l.Addr())
		go func() {
			if err := miners.Serve(l, one.proto); err != nil && ctx.Err() == nil {
				end(err)
			}
		}()
	}
	if key, err := miners.AuthorityKey(); err == nil && o.v2 != "" {
		fmt.Fprintf(o.out, "V2's key for clients: %s\n", key)
	}
	l, err := net.Listen("tcp", o.pages)
	if err != nil {
		return err
	}
	o.pages = l.Addr().String()
	fmt.Fprintf(o.out, "Pages: http://%s\n", o.pages)
	s := server(o.pages, h)
	context.AfterFunc(ctx, func() { s.Close() })
	go func() {
		if err := s.Serve(l); err != nil && ctx.Err() == nil {
			end(err)
		}
	}()
	return nil
}

// own is the operator's own node.
func (o *serving) own() (*node.Node, error) {
	user, password := "", ""
	if o.login != "" {
		b, err := os.ReadFile(o.login)
		if err != nil {
			return nil, fmt.Errorf("--node-login: %w", err)
		}
		var ok bool
		if user, password, ok = strings.Cut(strings.TrimSpace(string(b)), ":"); !ok {
			return nil, fmt.Errorf("%s does not hold user:password", o.login)
		}
	}
	return node.New(o.node, user, password, o.halving), nil
}

// confirmations asks the node how deep blocks lie.
func confirmations(own *node.Node) desk.Confirmations {
	return func(ctx context.Context, blocks []desk.Found) ([]int, error) {
		tips := make([]node.Tip, len(blocks))
		for i, f := range blocks {
			printed, err := chain.ParseHash(f.Hash)
			if err != nil {
				return nil, err
			}
			tips[i] = node.Tip{Hash: [32]byte(printed), Height: f.Height}
		}
		return own.Depths(ctx, tips)
	}
}

// price reads a day's price from the file.
func (o *serving) price(_ context.Context, day units.Date) (daybook.Facts, error) {
	b, err := os.ReadFile(o.prices)
	if err != nil {
		return daybook.Facts{}, err
	}
	f := daybook.Facts{Day: day}
	for line := range strings.Lines(string(b)) {
		fields := strings.Fields(line)
		if len(fields) < 3 || fields[0] != day.String() {
			continue
		}
		amount, err := units.ParseMoney(fields[1] + " USD")
		if err != nil {
			return f, fmt.Errorf("%s, %v: %w", o.prices, day, err)
		}
		f.Price = units.Micro(amount.Minor)
		f.Sources = append(f.Sources, strings.Join(fields[2:], " "))
		return f, nil
	}
	return f, fmt.Errorf(
		"%s has no price of %v yet: add a line \"%v 76123.45 SOURCE\"",
		o.prices,
		day,
		day,
	)
}
