package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/assaymining/assay/audit/recompute"
	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/internal/btcdtest"
	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/ledger"
	"github.com/assaymining/assay/provider/store"
	"github.com/assaymining/assay/provider/swarm"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
	"github.com/assaymining/assay/units"
)

const unitDocument = `schema: assay/offer/v1
product: One hash a second
kind: cloud
algorithm: sha256
hashrate: 1 H/s
start_delay: 0d
term: 30d
price: {upfront: 20 USD}
fees:
  - {name: pool, revenue_share: 2%, paid: deducted, changeable: false}
payout: {basis: pool_revenue, currency: BTC, every: 1d}
`

// shop is the program serve as it runs, and everybody around it.
type shop struct {
	t        *testing.T
	o        serving
	first    units.Date
	clock    *clock
	node     *pastNode
	ctx      context.Context
	end      context.CancelFunc
	ended    chan error
	v1, v2   string
	pages    string // their address
	key      [32]byte
	http     *http.Client
	running  sync.WaitGroup
	mu       sync.Mutex
	accepted map[string]int // by worker, as the miners count
	sent     int            // shares of minerd, which counts none any more when it is ended
	came     chan struct{}  // a share was answered
}

const patience = 10 * time.Minute // of a busy machine

func openShop(t *testing.T) *shop {
	const past = 60 // days: the node takes no block of tomorrow
	first := units.Date(time.Now().Unix()/86_400) - past
	c := &clock{}
	c.leap(evening(first))
	s := &shop{
		t: t, first: first, clock: c, node: newPastNode(t, c), ended: make(chan error, 1),
		accepted: map[string]int{}, came: make(chan struct{}, 1),
	}
	dir := t.TempDir()
	var prices strings.Builder
	for day := first; day < first+4; day++ {
		fmt.Fprintf(&prices, "%v 76123.45 an exchange of the test\n", day)
	}
	login := filepath.Join(dir, "login")
	s.o = serving{
		dir: filepath.Join(
			dir,
			"provider",
		), origin: "provider.example/assay", node: s.node.serve(), login: login,
		pay: "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", prices: filepath.Join(dir, "prices"),
		v1: "127.0.0.1:0", v2: "127.0.0.1:0", pages: "127.0.0.1:0", halving: 210_000, server: 1, level: 15,
		least: 15, most: 15, now: c.now, every: 50 * time.Millisecond,
	}
	err := errors.Join(
		os.WriteFile(login, []byte(btcdtest.User+":"+btcdtest.Password), 0o600),
		os.WriteFile(s.o.prices, []byte(prices.String()), 0o600),
	)
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s.http = &http.Client{Jar: jar, Timeout: patience}
	s.ctx, s.end = context.WithCancel(t.Context())
	s.start()
	return s
}

func evening(day units.Date) time.Time { return time.Unix(int64(day)*86_400+20*3600, 0) }

// start runs the program and reads what it says until its pages are there.
func (s *shop) start() {
	read, write := io.Pipe()
	s.o.out = write
	go func() {
		err := s.o.run(s.ctx)
		write.CloseWithError(io.EOF)
		s.ended <- err
	}()
	said := bufio.NewScanner(read)
	for said.Scan() {
		what, at, _ := strings.Cut(said.Text(), ": ")
		switch what {
		case "Miners over Stratum V1":
			s.v1 = at
		case "Miners over Stratum V2":
			s.v2 = at
		case "V2's key for clients":
			var err error
			if s.key, err = stratum.ParseAuthority(at); err != nil {
				s.t.Fatal(err)
			}
		case "Pages":
			s.pages = at
			go func() {
				for said.Scan() { // keys and blocks
				}
			}()
			return
		}
	}
	s.t.Fatalf("serve did not begin: %v", <-s.ended)
}

func (s *shop) mine() {
	answered := func(user string) func(swarm.Share, string) {
		return func(_ swarm.Share, refused string) {
			if refused == "" {
				s.count(user, 1)
			}
		}
	}
	one := swarm.Options{User: "farm.v1", Rate: 200_000, Now: s.clock.now, Answered: answered("farm.v1")}
	two := swarm.Options{
		User: "farm.v2", Rate: 200_000, Now: s.clock.now, Answered: answered("farm.v2"), Authority: s.key,
	}
	s.running.Go(func() { swarm.MineV1(s.ctx, s.v1, one) })
	s.running.Go(func() { swarm.MineV2(s.ctx, s.v2, two) })
}

// minerds is how many shares of minerd are enough. Each is a block on this chain, and it makes many a
// second: were it left to go on while a day is waited for, a busy machine would have more blocks to
// book than it can.
const minerds = 10

// minerd mines with pooler's cpuminer, a client that nobody here wrote, where it is on the path or named by
// ASSAY_MINERD.
func (s *shop) minerd() bool {
	path := os.Getenv("ASSAY_MINERD")
	if path == "" {
		path, _ = exec.LookPath("minerd")
	}
	if path == "" {
		return false
	}
	ctx, enough := context.WithCancel(s.ctx)
	cmd := exec.CommandContext(ctx, path, "-a", "sha256d", "-o", "stratum+tcp://"+s.v1, "-u", "farm.minerd",
		"-p", "x", "-t", "1", "-P") // it says each line before it sends it
	out, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		enough()
		s.t.Fatal(err)
	}
	s.running.Go(func() {
		defer enough()
		in := bufio.NewScanner(out)
		for in.Scan() {
			if strings.Contains(in.Text(), "(yay!!!)") {
				s.count("farm.minerd", 1)
			}
			if strings.Contains(in.Text(), "> {") && strings.Contains(in.Text(), "mining.submit") {
				s.mu.Lock()
				s.sent++
				s.mu.Unlock()
			}
			if s.counted("farm.minerd") >= minerds {
				enough()
			}
		}
		cmd.Wait()
	})
	return true
}

func (s *shop) count(user string, n int) {
	s.mu.Lock()
	s.accepted[user] += n
	s.mu.Unlock()
	select {
	case s.came <- struct{}{}:
	default:
	}
}

func (s *shop) counted(user string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accepted[user]
}

// shares waits until each of the workers has as many more shares.
func (s *shop) shares(more int, users ...string) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	for _, user := range users {
		for want := s.counted(user) + more; s.counted(user) < want; {
			select {
			case <-s.came:
			case <-ctx.Done():
				s.t.Fatalf(
					"%s has %d shares accepted, not %d; all: %v",
					user,
					s.counted(user),
					want,
					s.accepted,
				)
			}
		}
	}
}

// post sends a form of the operator's, which must be taken.
func (s *shop) post(at string, form url.Values) string {
	s.t.Helper()
	answer, err := s.http.PostForm(s.pages+at, form)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %s %v\n%s", at, answer.Status, err, text)
	}
	return string(text)
}

// get waits until a page or file is there.
func (s *shop) get(at string) string {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	for {
		answer, err := s.http.Get(s.pages + at)
		if err != nil {
			s.t.Fatal(err)
		}
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err == nil && answer.StatusCode == http.StatusOK {
			return string(text)
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			s.t.Fatalf("%s: %s %v", at, answer.Status, err)
		}
	}
}

var holderLink = regexp.MustCompile(`/holder/[A-Za-z0-9]+`)

// The program as an operator runs it, over a real btcd: miners of both protocols on three days, a series
// frozen and sold by the forms, every day closed, a holder who earns, and an outsider who recomputes it all.
// What each miner saw accepted is what is kept, one to one.
func TestServe(t *testing.T) {
	s := openShop(t)
	s.mine()
	foreign := s.minerd()
	key, err := os.ReadFile(filepath.Join(s.o.dir, operatorKey))
	if err != nil {
		t.Fatal(err)
	}
	s.post("/operator/login", url.Values{"key": {string(key)}})
	s.post("/operator/series", url.Values{
		"name": {"one"}, "first": {(s.first + 2).String()}, "price": {"25000"}, "escrowed": {"80"},
		"document": {unitDocument},
	})
	link := holderLink.FindString(
		s.post("/operator/account", url.Values{"name": {"Ada"}, "key": {"bc1q-ada"}}),
	)
	if link == "" {
		t.Fatal("the holder has no link")
	}
	more := 50 // shares of each: they prove some 3 H/s over a week, of which one will be sold
	for day := s.first; day < s.first+3; day++ {
		s.shares(more, "farm.v1", "farm.v2")
		more = 6
		if day == s.first+1 {
			s.post("/operator/login", url.Values{"key": {string(key)}}) // the session of yesterday is over
			s.post("/operator/sale", url.Values{
				"holder": {"1"}, "units": {"1"}, "series": {"one"}, "order": {"first"},
			})
		}
		s.clock.leap(evening(day + 1))
		s.shares(1, "farm.v1") // the first of a day seals the day before
		s.node.advance(desk.Maturity)
		s.get("/" + daybook.DayFile(day))
	}
	if foreign && s.counted("farm.minerd") < minerds {
		s.shares(minerds-s.counted("farm.minerd"), "farm.minerd")
	}
	page := s.get(link)
	receipt := s.get(fmt.Sprintf("%s/%v.txt", link, s.first+2))
	if !strings.Contains(page, (s.first + 2).String()) {
		t.Errorf("the holder's page says nothing of the day:\n%s", page)
	}
	s.close()
	s.audit(receipt)
	for worker, kept := range s.kept() {
		seen := s.counted(worker)
		most := seen + 4 // on their way at the end
		if worker == "farm.minerd" {
			most = s.sent
		}
		if kept < seen || kept > most {
			t.Errorf("%s saw %d shares accepted, %d are kept", worker, seen, kept)
		}
	}
	t.Logf("accepted: %v, kept: %v", s.accepted, s.kept())
}

// close ends the miners and the program, as an operator would.
func (s *shop) close() {
	s.t.Helper()
	s.end()
	s.running.Wait()
	select {
	case err := <-s.ended:
		if err != nil {
			s.t.Fatal(err)
		}
	case <-time.After(patience):
		s.t.Fatal("serve does not end")
	}
}

// folder is what is published in a directory.
type folder string

func (f folder) Open(_ context.Context, name string) (io.ReadCloser, error) {
	return os.DirFS(string(f)).Open(name)
}

// audit recomputes what is published, and sums the books.
func (s *shop) audit(receipt string) {
	s.t.Helper()
	public := filepath.Join(s.o.dir, "public")
	signed := recompute.Signed{Open: func(key string, text []byte) error {
		v, err := note.NewVerifier(key)
		if err == nil {
			_, err = note.Open(text, note.VerifierList(v))
		}
		return err
	}}
	report, err := recompute.Provider(s.t.Context(), folder(public), [][]byte{[]byte(receipt)}, nil, signed)
	if err != nil || len(report.Findings) > 0 || report.Receipts != 1 || len(report.Days) < 3 {
		s.t.Fatalf("%+v, %v", report, err)
	}
	if day := report.Days[2]; day.Units != 1 || day.Paid == 0 || report.Signed != len(report.Days) {
		s.t.Errorf("nobody earned, or nothing is signed: %+v", report)
	}
	books, err := store.Open(s.t.Context(), filepath.Join(s.o.dir, "books.db"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer books.Close()
	var all []ledger.Journal
	err = books.Do(s.t.Context(), func(tx desk.Tx) error {
		return tx.(*store.Tx).Journals(func(j ledger.Journal) error { all = append(all, j); return nil })
	})
	if err == nil {
		_, err = ledger.Replay(all) // every journal sums to zero, the chain is whole
	}
	if err != nil || len(all) == 0 {
		s.t.Errorf("%d journals: %v", len(all), err)
	}
}

// kept counts the shares of each worker in the segments.
func (s *shop) kept() map[string]int {
	s.t.Helper()
	public := filepath.Join(s.o.dir, "public")
	table, err := os.ReadFile(filepath.Join(public, "workers.txt"))
	if err != nil {
		s.t.Fatal(err)
	}
	names := strings.Fields(string(table))
	count := map[string]int{}
	files, err := filepath.Glob(filepath.Join(public, "segments", "*.seg"))
	if err != nil || len(files) == 0 {
		s.t.Fatalf("%d segments, %v", len(files), err)
	}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			s.t.Fatal(err)
		}
		_, err = share.RecheckWith(f, nil, func(_ *share.Job, one *share.Share, _ [32]byte) {
			count[names[one.Worker]]++
		})
		f.Close()
		if err != nil {
			s.t.Fatal(name + ": " + strconv.Quote(err.Error()))
		}
	}
	return count
}
