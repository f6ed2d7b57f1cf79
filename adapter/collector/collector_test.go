package collector

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// percent is what is set now.
func percent() int {
	now := debug.SetGCPercent(100)
	debug.SetGCPercent(now)
	return now
}

// settles waits until what is set is want.
func settles(t *testing.T, want int) {
	t.Helper()
	for range 1000 {
		if percent() == want {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("the percentage is %d, want %d", percent(), want)
}

func TestFirstLater(t *testing.T) {
	t.Setenv("GOGC", "")
	defer debug.SetGCPercent(debug.SetGCPercent(70))
	FirstLater()
	if now := percent(); now != later {
		t.Errorf("before the first collection the percentage is %d, want %d", now, later)
	}
	runtime.GC()
	settles(t, 70)

	FirstLater()
	debug.SetGCPercent(25)
	runtime.GC()
	time.Sleep(50 * time.Millisecond)
	settles(t, 25)

	t.Setenv("GOGC", "50")
	debug.SetGCPercent(50)
	FirstLater()
	settles(t, 50)
}

func TestEagerly(t *testing.T) {
	t.Setenv("GOGC", "")
	defer debug.SetGCPercent(debug.SetGCPercent(70))
	done := Eagerly(25)
	if now := percent(); now != 25 {
		t.Errorf("the percentage is %d, want 25", now)
	}
	if done(); percent() != 70 {
		t.Errorf("the percentage is %d at last, want 70", percent())
	}

	FirstLater()
	done = Eagerly(25)
	if done(); percent() != plain {
		t.Errorf("what was put off comes back: %d, want %d", percent(), plain)
	}
	settles(t, plain)
}
