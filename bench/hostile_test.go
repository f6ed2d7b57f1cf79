package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// memoryLimit is that of the shipped unit.
const memoryLimit = 2 << 30

// memoryGroup is a control group of the limit (version 1 or 2) for a process, or "" where none can be made.
func memoryGroup(b *testing.B, pid int) (dir string) {
	for _, at := range []struct{ parent, limit, most string }{
		{"/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.max_usage_in_bytes"},
		{"/sys/fs/cgroup", "memory.max", "memory.peak"},
	} {
		if _, err := os.Stat(filepath.Join(at.parent, "cgroup.procs")); err != nil {
			continue
		}
		dir, err := os.MkdirTemp(at.parent, "assay-bench") // one that a killed run left is in nobody's way
		if err != nil {
			continue
		}
		b.Cleanup(func() { os.Remove(dir) })
		limited := os.WriteFile(filepath.Join(dir, at.limit), []byte(strconv.Itoa(memoryLimit)), 0o644)
		if limited == nil && os.WriteFile(filepath.Join(dir, "cgroup.procs"), []byte(strconv.Itoa(pid)), 0o644) == nil {
			return filepath.Join(dir, at.most)
		}
	}
	return ""
}

// clientAt speaks from an address of its own, as far as the loopback network goes.
func clientAt(address string) *http.Client {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}
	return &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 64}}
}

// asked is what became of one client's requests.
type asked struct {
	mu     sync.Mutex
	by     map[int]int // status; 0: no answer
	served []time.Duration
}

func (a *asked) ask(ctx context.Context, c *http.Client, method, url, body string) {
	began := time.Now()
	r, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	status := 0
	if answer, err := c.Do(r); err == nil {
		if _, err = io.Copy(io.Discard, answer.Body); err == nil {
			status = answer.StatusCode
		}
		answer.Body.Close()
	}
	if ctx.Err() != nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.by[status]++
	if status == http.StatusOK {
		a.served = append(a.served, time.Since(began))
	}
}

// costlyOffer is a century with all fees and stops that may be, seen on a day of its own.
func costlyOffer(n int) string {
	day := time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n%2500).Format(time.DateOnly)
	fees := strings.Repeat("- {per_hashrate_day: 0.001 USD/TH/day, escalation: 1%/year, paid: deducted, changeable: true, cap: 10%/year}\n", 12)
	stops := strings.Repeat("- {when: fees_exceed_revenue, for: 90d, then: pause, by: provider}\n", 12)
	return "schema: assay/offer/v1\nhashrate: 30 TH/s\nterm: 36525d\nseen: " + day + "\nprice: {upfront: 5000 USD}\nfees:\n" + fees + "stops:\n" + stops
}

// BenchmarkHostileClient serves one hostile client (thirty-two requests at a time: centuries seen on ever other days,
// bodies of a mebibyte) and three honest ones (a judgement of a changed price, then half a second of thought) for
// twenty seconds, in a control group of 2 GiB where one can be made; before that the honest ones alone, and at last
// without any allowance. Give the time of all with -timeout 10m.
func BenchmarkHostileClient(b *testing.B) {
	program := filepath.Join(b.TempDir(), "assay")
	if out, err := exec.Command("go", "build", "-o", program, "../cmd/assay").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	for _, c := range []struct {
		name       string
		concurrent int
		hostile    int // requests at a time
		rate       string
	}{
		{"alone", 2, 0, "20"}, {"concurrent=2", 2, 32, "20"}, {"concurrent=8", 8, 32, "20"}, {"concurrent=32", 32, 32, "20"},
		{"concurrent=32,unlimited", 32, 32, "0"}, // nothing but memory and turns is bounded
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				serveHostile(b, c.hostile, program, "--concurrent", strconv.Itoa(c.concurrent), "--rate", c.rate)
			}
		})
	}
}

func serveHostile(b *testing.B, hostileAtOnce int, program string, flags ...string) {
	serve := exec.Command(program, append([]string{"serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--quiet"}, flags...)...)
	serve.Env = append(os.Environ(), "GOMEMLIMIT=1500MiB")
	says, err := serve.StderrPipe()
	if err == nil {
		err = serve.Start()
	}
	if err != nil {
		b.Fatal(err)
	}
	ended := make(chan struct{})
	defer func() { serve.Process.Kill(); <-ended }()
	most := memoryGroup(b, serve.Process.Pid)
	url, admin := "", ""
	lines := bufio.NewScanner(says)
	for (url == "" || admin == "") && lines.Scan() {
		if _, at, ok := strings.Cut(lines.Text(), "workbench is at "); ok {
			url = strings.TrimSuffix(at, "/")
		} else if _, at, ok := strings.Cut(lines.Text(), "metrics are at "); ok {
			admin, _, _ = strings.Cut(at, " ")
		}
	}
	go func() {
		io.Copy(io.Discard, says)
		serve.Wait()
		close(ended)
	}()
	ctx, done := context.WithTimeout(b.Context(), 20*time.Second)
	defer done()
	hostile, honest, health := &asked{by: map[int]int{}}, &asked{by: map[int]int{}}, &asked{by: map[int]int{}}
	var all sync.WaitGroup
	big := strings.Repeat("# nothing\n", 100_000)
	bad := clientAt("127.0.0.9")
	for k := range hostileAtOnce {
		all.Go(func() {
			for n := k; ctx.Err() == nil; n += 32 {
				body := costlyOffer(n)
				if n%4 == 3 {
					body = big
				}
				hostile.ask(ctx, bad, "POST", url+"/api/v1/evaluate", body)
			}
		})
	}
	for k := range 3 {
		good := clientAt(fmt.Sprintf("127.0.0.%d", 2+k))
		all.Go(func() {
			for n := k; ctx.Err() == nil; n += 3 {
				target := fmt.Sprintf("/evaluate?form=1&hashrate=30&term=360&seen=2026-05-01&price.upfront=%d", 300+n)
				honest.ask(ctx, good, "GET", url+target, "")
				time.Sleep(500 * time.Millisecond)
			}
		})
	}
	all.Go(func() {
		for ctx.Err() == nil {
			health.ask(ctx, http.DefaultClient, "GET", admin, "")
			time.Sleep(200 * time.Millisecond)
		}
	})
	all.Wait()
	select {
	case <-ended:
		b.Error("the server was killed")
	default:
	}
	slices.Sort(honest.served)
	at := func(q float64) float64 {
		if len(honest.served) == 0 {
			return -1
		}
		return float64(honest.served[min(len(honest.served)-1, int(q*float64(len(honest.served))))].Milliseconds())
	}
	b.Logf("honest by status %v, hostile %v, health %v", honest.by, hostile.by, health.by)
	b.ReportMetric(at(0.5), "honest-p50-ms")
	b.ReportMetric(at(0.99), "honest-p99-ms")
	b.ReportMetric(float64(len(honest.served)), "honest-served")
	b.ReportMetric(float64(honest.by[503]+honest.by[429]), "honest-shed")
	if peak, err := os.ReadFile(most); most != "" && err == nil {
		n, _ := strconv.Atoi(strings.TrimSpace(string(peak)))
		b.ReportMetric(float64(n)/(1<<20), "peak-MiB")
	} else {
		b.Log("no control group can be made here: memory is bounded by GOMEMLIMIT alone")
	}
}
