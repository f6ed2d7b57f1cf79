package reading

import (
	"slices"
	"testing"
)

// TestReturnBesideAReward: one sentence promises a share of the stake again and again, and another for a
// friend. Neither is taken for the other.
func TestReturnBesideAReward(t *testing.T) {
	for _, x := range []struct {
		text string
		want []string
	}{
		{"You earn 1.2 % of your deposit every day, guaranteed, and bring a friend for 8 %.",
			[]string{"0.012/day", "0.08"}},
		{"Every day 1.6 % of what you put in, and 5 % of each friend's order.", []string{"0.016/day", "0.05"}},
		{"2.5% Daily Profit | 5% Referral Bonus", []string{"0.025/day", "0.05"}},
		{"1.5% daily + 3-level referral bonus", []string{"0.015/day", "levels 3"}},
		{"Получайте 1,8% от вклада ежедневно и 7% за приглашённого друга", []string{"0.018/day", "0.07"}},
		{"Ganas 1,4 % de tu depósito cada día y 6 % por cada amigo", []string{"0.014/day", "0.06"}},
		{"每天收益2%，三级推荐奖励", []string{"0.02/day"}},
	} {
		var got []string
		for _, s := range Read(x.text).Statements {
			if s.Value != "" && (s.What == "promised_return" || s.What == "referral") {
				got = append(got, s.Value)
			}
		}
		slices.Sort(got)
		slices.Sort(x.want)
		if !slices.Equal(got, x.want) {
			t.Errorf("%q\nreads %q, want %q", x.text, got, x.want)
		}
	}
}
