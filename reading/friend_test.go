package reading

import "testing"

// says reports a statement of a text.
func says(text, what, value string) bool {
	for _, s := range Read(text).Statements {
		if s.What == what && s.Value == value {
			return true
		}
	}
	return false
}

// A share that comes again and again is a promise, whatever friends are paid in the same clause.
func TestPromiseBesideFriends(t *testing.T) {
	for _, x := range []struct{ text, back, friends string }{
		{"每天收益2%，三级推荐奖励", "0.02/day", ""},
		{"每日收益1.5%，邀请好友奖励5%", "0.015/day", "0.05"},
		{"매일 수익 2%, 친구 추천 10%", "0.02/day", "0.1"},
		{"रोज 2% मुनाफा, रेफ़रल 5%", "0.02/day", "0.05"},
		{"Ежедневно 2% прибыли, рефералка 5%", "0.02/day", "0.05"},
		{"Earn 2% daily, 10% referral bonus.", "0.02/day", "0.1"},
		{"Investimento R$ 900 | R$ 27 por dia | indicação 8% + 4%", "0.03/day", "0.08;0.04"},
	} {
		if !says(x.text, "promised_return", x.back) ||
			x.friends != "" && !says(x.text, "referral", x.friends) {
			t.Errorf("%s: %+v", x.text, Read(x.text).Statements)
		}
	}
	if says("邀请好友每天奖励2%", "promised_return", "0.02/day") {
		t.Error("a friend's share is taken for a return")
	}
}
