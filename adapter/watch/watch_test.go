package watch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// bench is a watch whose clock, states and listeners are the test's.
type bench struct {
	t       *testing.T
	dir     string
	hook    *httptest.Server
	status  int      // that the web address answers
	posts   []string // bodies that it took
	out     bytes.Buffer
	says    []string // complaints
	looks   int
	waited  time.Duration
	answers []string // the state at each look; "" cannot be asked for
	before  func(look int)
}

func newBench(t *testing.T, answers ...string) *bench {
	b := &bench{t: t, dir: t.TempDir(), status: http.StatusNoContent, answers: answers}
	b.hook = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if b.status/100 == 2 {
			b.posts = append(b.posts, string(body))
		}
		w.WriteHeader(b.status)
	}))
	t.Cleanup(b.hook.Close)
	return b
}

// run watches until the answers are used up, or for so many looks: a restart goes on where the last run was.
func (b *bench) run(most int, command string) {
	b.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	state := filepath.Join(b.dir, "seen.json")
	w := &Watch{State: state, Webhook: b.hook.URL, Command: command, Out: &b.out, Err: io.Discard,
		Complain: func(err error) { b.says = append(b.says, err.Error()) },
		Keep:     func(data []byte) error { return os.WriteFile(state, data, 0o600) },
		Ask: func(context.Context, string) (Sighting, error) {
			if b.before != nil {
				b.before(b.looks)
			}
			now := b.answers[b.looks]
			b.looks++
			if now == "" {
				return Sighting{}, errors.New("the file is gone")
			}
			return Sighting{Name: "mine", File: "mine", State: now}, nil
		}}
	w.Wait = func(_ context.Context, every time.Duration) bool {
		b.waited += every
		most--
		return most > 0 && b.looks < len(b.answers)
	}
	w.Again(ctx, []string{"mine"}, 6*time.Hour)
}

// told are the changes in a text of bodies, as "a>b".
func told(bodies []string) string {
	var list []string
	for _, body := range bodies {
		_, rest, _ := strings.Cut(body, `"from":"`)
		from, rest, _ := strings.Cut(rest, `"`)
		_, rest, _ = strings.Cut(rest, `"state":"`)
		to, _, _ := strings.Cut(rest, `"`)
		list = append(list, from+">"+to)
	}
	return strings.Join(list, " ")
}

// lines are the changes on standard output, as "a>b".
func (b *bench) lines() string {
	var list []string
	for _, line := range strings.Split(b.out.String(), "\n") {
		if rest, ok := strings.CutPrefix(line, "mine: "); ok {
			if to, from, ok := strings.Cut(rest, ", before "); ok {
				list = append(list, strings.TrimSuffix(strings.TrimSpace(from), ".")+">"+to)
			}
		}
	}
	return strings.Join(list, " ")
}

// command appends what it is told to a file, or fails while a file named down is there.
func (b *bench) command() (words string, got func() []string) {
	script := filepath.Join(b.dir, "tell.sh")
	log := filepath.Join(b.dir, "told")
	text := fmt.Sprintf("test -e %s && exit 1\ncat >> %s\n", filepath.Join(b.dir, "down"), log)
	if err := os.WriteFile(script, []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
	return "sh " + script, func() []string {
		data, _ := os.ReadFile(log)
		return strings.Split(strings.TrimSpace(string(data)), "\n")
	}
}

// TestEachChangeOnceByEachWay: over many looks, each change arrives once by line, command and web
// address, whoever
// of them fails for a while and wherever the watch is begun anew.
func TestEachChangeOnceByEachWay(t *testing.T) {
	answers := []string{"a", "a", "b", "b", "", "b", "c", "c", "a", "a", "b", "b"}
	const want = "a>b b>c c>a a>b"
	for _, restart := range []int{1, 3, 5, len(answers)} {
		b := newBench(t, answers...)
		command, got := b.command()
		for b.looks < len(answers) {
			b.run(restart, command)
		}
		if b.lines() != want || told(got()) != want || told(b.posts) != want {
			t.Errorf("begun anew every %d looks: lines %s, command %s, web %s; want %s", restart, b.lines(),
				told(got()), told(b.posts), want)
		}
		if b.waited != time.Duration(len(answers))*6*time.Hour {
			t.Errorf("waited %s over %d looks", b.waited, b.looks)
		}
		if len(b.says) != 1 || !strings.Contains(b.says[0], "the file is gone") {
			t.Errorf("complained of %q, want the one look that could not be", b.says)
		}
	}
}

// TestWayThatFailsIsBehindAlone: while the web address or the command fails, the others are told once;
// it gets the
// change from what it last knew once it takes it, and none where that is the state again.
func TestWayThatFailsIsBehindAlone(t *testing.T) {
	answers := []string{"a", "b", "b", "c", "c", "c", "b", "c", "c"}
	const all = "a>b b>c c>b b>c"
	for name, c := range map[string]struct {
		from, to  int // looks at which it fails
		web, call string
	}{
		"web":             {1, 4, "a>c c>b b>c", all},
		"web, and back":   {6, 7, "a>b b>c", all},
		"command":         {1, 4, all, "a>c c>b b>c"},
		"command and web": {1, 4, "a>c c>b b>c", "a>c c>b b>c"},
	} {
		for restart := range 2 {
			b := newBench(t, answers...)
			command, got := b.command()
			b.before = func(look int) {
				fails := look >= c.from && look < c.to
				b.status = http.StatusOK
				if fails && strings.Contains(name, "web") {
					b.status = http.StatusBadGateway
				}
				_ = os.Remove(filepath.Join(b.dir, "down"))
				if fails && strings.Contains(name, "command") {
					if err := os.WriteFile(filepath.Join(b.dir, "down"), nil, 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
			for b.looks < len(answers) {
				b.run(restart+1, command)
			}
			if b.lines() != all || told(b.posts) != c.web || told(got()) != c.call {
				t.Errorf("%s: lines %s, web %s, command %s", name, b.lines(), told(b.posts), told(got()))
			}
		}
	}
}

// TestMain lets a test begin a watch that it can kill.
func TestMain(m *testing.M) {
	if dir := os.Getenv("WATCH_IN"); dir != "" {
		state := filepath.Join(dir, "seen.json")
		w := &Watch{State: state, Command: "sh " + filepath.Join(dir, "slow.sh"), Out: io.Discard,
			Err:      io.Discard,
			Complain: func(err error) { fmt.Println(err) },
			Keep: func(data []byte) error {
				return errors.Join(os.WriteFile(state+".new", data, 0o600), os.Rename(state+".new", state))
			},
			Ask: func(context.Context, string) (Sighting, error) {
				now, err := os.ReadFile(filepath.Join(dir, "now"))
				return Sighting{Name: "mine", File: "mine", State: string(now)}, err
			}}
		if _, _, err := w.Look(context.Background(), []string{"mine"}); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// TestKilledWhileTelling: a watch that is killed before, while and after it tells a change never tells
// it twice, and says where it does not know. What it tells waits at each of its steps until the watch
// has been killed there.
func TestKilledWhileTelling(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	doubtful := map[string]bool{}
	for _, at := range []string{"", "asked", "heard", "ended"} {
		dir := t.TempDir()
		place := func(name string) string { return filepath.Join(dir, name) }
		write := func(name, text string) {
			t.Helper()
			if err := os.WriteFile(place(name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		wait := func(name string) {
			for _, err := os.Stat(place(name)); err != nil; _, err = os.Stat(place(name)) {
				time.Sleep(5 * time.Millisecond)
			}
		}
		look := func(kill bool) string {
			cmd := exec.Command(self)
			cmd.Env = append(os.Environ(), "WATCH_IN="+dir)
			var out bytes.Buffer
			cmd.Stdout = &out
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if kill {
				if at != "" {
					wait(at)
				}
				if err := cmd.Process.Kill(); err != nil && at != "ended" {
					t.Fatal(err)
				}
			}
			_ = cmd.Wait()
			return out.String()
		}
		pause := map[string]string{at: "while [ ! -e on ]; do sleep 0.01; done\n"}
		write("slow.sh", "cd "+dir+"\n"+": > asked\n"+pause["asked"]+
			"cat >> told\n"+": > heard\n"+pause["heard"]+": > ended\n")
		write("now", "a")
		write("on", "")
		look(false)
		for _, name := range []string{"on", "asked", "heard", "ended"} {
			_ = os.Remove(place(name))
		}
		write("now", "b")
		look(true)
		write("on", "")
		if at != "" {
			wait("ended") // what it began goes on without it
		}
		says := look(false)
		if s := look(false); s != "" {
			t.Errorf("killed when %q: the second look after it says %s", at, s)
		}
		data, _ := os.ReadFile(place("told"))
		times := strings.Count(string(data), `"state":"b"`)
		doubt := strings.Contains(says, "whether that arrived is not known")
		doubtful[at] = doubt
		if times > 1 || times == 0 && !doubt {
			t.Errorf("killed when %q: told %d times, and said %q", at, times, says)
		}
	}
	if !doubtful["asked"] || !doubtful["heard"] {
		t.Errorf("killed while telling, and sure of it: %v", doubtful)
	}
}

// TestTwoWatchesTellOnce: of watches that look at the same moment one tells a change, in each way.
func TestTwoWatchesTellOnce(t *testing.T) {
	state := filepath.Join(t.TempDir(), "seen.json")
	var posts, lines atomic.Int32
	hook := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { posts.Add(1) }))
	defer hook.Close()
	now := "good"
	look := func() {
		var out bytes.Buffer
		w := &Watch{State: state, Webhook: hook.URL, Out: &out, Err: io.Discard,
			Complain: func(err error) { t.Error(err) },
			Keep: func(data []byte) error { // whole or not at all
				if err := os.WriteFile(state+".new", data, 0o600); err != nil {
					return err
				}
				return os.Rename(state+".new", state)
			},
			Ask: func(context.Context, string) (Sighting, error) {
				return Sighting{Name: "mine", File: "mine", State: now}, nil
			}}
		if _, _, err := w.Look(t.Context(), []string{"mine"}); err != nil {
			t.Error(err)
		}
		lines.Add(int32(strings.Count(out.String(), "before")))
	}
	look()
	now = "bad"
	var all sync.WaitGroup
	for range 12 {
		all.Go(look)
	}
	all.Wait()
	if posts.Load() != 1 || lines.Load() != 1 {
		t.Errorf("one change is told %d times by web and %d by lines", posts.Load(), lines.Load())
	}
}

// TestRedirectIsNotFollowed: what is told goes to the address that was named; one that leads elsewhere has not
// been told, and is told once it answers itself.
func TestRedirectIsNotFollowed(t *testing.T) {
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		hook := httptest.NewServer(http.RedirectHandler(other.URL+"/secret", status))
		err := post(t.Context(), hook.URL, []byte("{}"))
		hook.Close()
		if err == nil || !strings.Contains(err.Error(), "leads to "+other.URL) {
			t.Errorf("%d: %v", status, err)
		}
	}
	if n := elsewhere.Load(); n != 0 {
		t.Errorf("%d requests went elsewhere", n)
	}
}
