package reading

import "testing"

// TestSaidOfElse: words of a promise that are said of something else, beside twins that promise.
func TestSaidOfElse(t *testing.T) {
	for _, x := range []struct{ honest, grave string }{
		{"Dưới ngưỡng thì cộng dồn, không mất.", "Vốn của bạn không mất, được bảo đảm tuyệt đối."},
		{"Keep the address up to date so that payouts never fail.",
			"Not one payout has failed: you never lose money with us."},
		{"Đã xác minh: 10.000 USD/ngày, tối đa 100.000 USD trong 30 ngày.",
			"Bạn gửi 100.000 USD và nhận 1.000 USD mỗi ngày."},
		{"Plafonds de retrait : 300 € par jour sans pièce d'identité, 6 000 € par jour avec, 50 000 € sur 30 jours.",
			"Versez 50 000 € et recevez 300 € par jour."},
		{"Each morning we count; smaller amounts wait in your account and are never lost.",
			"Your money is never lost: we guarantee it."},
		{"للعميل أن ينهي العقد خلال عشرة أيام من الدفع وقبل التفعيل ويسترد ما دفع كاملًا.",
			"للعميل أن يسترد ما دفع كاملًا في نهاية المدة."},
		{"We've had calls offering to speed up a payout for $50.", "Watch an ad to speed up mining by 20%."},
		{"Ajak teman, Anda dapat 4% dari pembelian pertamanya, hanya satu tingkat.",
			"Ajak teman: 8% dari setoran mereka, 4% dari tingkat kedua, 2% dari tingkat ketiga."},
		{"客户合计到账 14.83 BTC，九月为 15.60 BTC。", "投入 1 BTC，30 天后到账 2 BTC。"},
		{"Die Amortisation ist eine reine Rechengröße.", "Die Hashrate ist eine reine Rechengröße."},
		{"We must verify you before the first payout.",
			"You must pay a verification fee of $200 before the first payout."},
		{"Finger weg dagegen von Seiten, die feste Tageszinsen versprechen.",
			"Wir versprechen feste Tageszinsen von 2 % auf Ihre Einlage."},
	} {
		if g := Read(x.honest).Grave(); len(g) > 0 {
			t.Errorf("%q: %+v", x.honest, g)
		}
		if len(Read(x.grave).Grave()) == 0 {
			t.Errorf("%q: nothing grave", x.grave)
		}
	}
}
