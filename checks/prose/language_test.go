package prose

import (
	"fmt"
	"strings"
	"testing"
)

func TestForeign(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{"Create invoice. Delete invoice. List invoices. Get customer. Update customer. Send mail. Create webhook. Delete webhook. List webhooks. Get user. Update user. Export data.", ""},
		{"With this connector invoices are written and sent from any app, and it tells you when an invoice is paid and who has not paid yet.", ""},
		{"Contoso Rechnung und Mahnung GmbH sends invoices in Germany, with der, die, das and und in them, to those who have not paid what they owe yet.", ""},
		{"Mit diesem Konnektor werden Rechnungen aus jeder App geschrieben und verschickt, und er sagt Ihnen, wenn eine Rechnung bezahlt ist und wer sie noch nicht bezahlt hat.", "German"},
		{"Ce connecteur permet d'envoyer des factures depuis toutes les applications et vous dit quand une facture est payée, avec la date et le nom de la personne qui l'a payée.", "French"},
		{"Con este conector se envían facturas desde cualquier aplicación y usted sabe cuándo una factura se paga, con la fecha y el nombre de la persona que la paga.", "Spanish"},
		{"Com este conector as faturas são enviadas de qualquer aplicação e você sabe quando uma fatura é paga, com os dados da pessoa que não pagou para mais tarde.", "Portuguese"},
		{"Con questo connettore le fatture sono inviate da ogni applicazione e si sa quando una fattura è pagata, con il nome della persona che non ha pagato per più giorni.", "Italian"},
		{"Met deze connector worden facturen vanuit elke app verzonden en u weet wanneer een factuur is betaald, met de datum en de naam van wie het niet heeft betaald voor uw archief.", "Dutch"},
		{"Med den här anslutningen skickas fakturor från alla appar och det syns när en faktura är betald, och av vem, för att inte glömma någon som har att betala.", "Swedish"},
		{"Z tym łącznikiem faktury są wysyłane z każdej aplikacji oraz można sprawdzić, że faktura nie jest zapłacona, aby nie czekać na to do końca miesiąca, w którym się płaci.", "Polish"},
		{"Bu bağlayıcı ile faturalar her uygulamadan gönderilir ve bir fatura ödendiğinde size bildirilir, kim ödedi ve ne kadar daha ödeyecek olan var bu ay için.", "Turkish"},
		{"このコネクタを使うと、どのアプリからでも請求書を作成して送信できます。", "Japanese"},
		{"使用此连接器，您可以从任何应用程序创建并发送发票，并在发票付款后立即收到通知。", "Chinese"},
		{"이 커넥터를 사용하면 모든 앱에서 송장을 만들고 보낼 수 있습니다.", "Korean"},
		{"С помощью этого соединителя можно создавать и отправлять счета из любого приложения.", "another"},
		{"The connector is named 請求書 in Japan.", ""},
	}
	for _, tt := range tests {
		language, foreign := foreign(tt.text)
		got := language
		if foreign && language == "" {
			got = "another"
		}
		if got != tt.want {
			t.Errorf("%.40q is taken for %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	german := "Mit diesem Konnektor werden Rechnungen aus jeder App geschrieben und verschickt, und er sagt Ihnen, wenn eine Rechnung bezahlt ist und wer sie noch nicht bezahlt hat."
	for text, want := range map[string]string{
		"Invoices.\n\n## Prerequisites\n\n" + german:                     `7:1 "Prerequisites" looks like German > Write it in English; another language may follow below.`,
		"```\n" + german + "\n```\n\n<!-- " + german + " -->":            "",
		"## Limits\n\n[" + german + "](https://a.example)":               `5:1 "Limits" looks like German > Write it in English; another language may follow below.`,
		"С помощью этого соединителя можно создавать и отправлять.":      `3:1 "Contoso" does not look like English > Write it in English; another language may follow below.`,
		"## Supported Operations\n\n" + strings.Repeat("- Ablage\n", 40): "",
	} {
		if got := strings.Join(found("ReadmeLanguage", text, nil), "|"); got != want {
			t.Errorf("%.60q:\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestSentences(t *testing.T) {
	for text, want := range map[string]int{
		"Contoso, Inc. and Fabrikam Corp. Ltd. sell it.":                               1,
		"It is made by Contoso Inc. It sells.":                                         2,
		"Works with v. 2 and ver. 3 of No. 5, see pp. 3 and fig. 4. Then it ends.":     2,
		"It begins at 9 a.m. Central European Time. We open at 9 a.m. The rest waits.": 3,
		"Prices are 1.50 to 2.75 $ incl. VAT. Ask us.":                                 2,
		"1. Sign in. 2. Open it.":                                                      2,
		"Files, mails, etc. Contoso has them. Etc. The end.":                           3,
		"He asked \"Why?\" and \"How?\" today. (Nobody knew.)":                         2,
		"Wait... It goes on… And on.":                                                  3,
		"See https://contoso.example/a.B. And help@contoso.example. End":               3,
		"Mr. A. B. Jones, Ph.D., of the U.S. Army wrote it on Jan. 5.":                 1,
		"Use Node.js, ASP.NET and .NET. Done":                                          2,
		"Really?! Yes!!! No.":                                                          3,
		"「はい。」と言った。次。":                                                                 3,
		"这是3.5版。See v1.2. 好！":                                                          3,
		"> A quote. Another.":                                                          2,
		"**Fast.** _Safe._ ~~Dear.~~":                                                  3,
		"- One\n- Two. Three\n  and more\n1. Four":                                     4,
		"The e.g. of \"i.e.\" (cf. above) vs. below.":                                  1,
	} {
		if got := OpeningSentences([]byte(text)); got != want {
			t.Errorf("OpeningSentences(%q) = %d, want %d", text, got, want)
		}
	}
}

// TestAlike holds that a text is found again when it is a little reworded, and
// that two texts about the same thing are not taken for one.
func TestAlike(t *testing.T) {
	intro, readme := read(t, "intro.md"), read(t, "readme.md")
	reworded := strings.NewReplacer("customers", "clients", "flow", "process", "account", "login", "documents", "papers", "Copy", "Take", "when", "once", "with", "by", "invoice", "bill", "the", "a").Replace(intro)
	for _, tt := range []struct{ readme, want string }{
		{readme, ""},
		{reworded, "warning "},
		{intro + "\n\n## Supported Operations\n\n### Create invoice\n\nCreates an invoice.\n\n### Delete invoice\n\nDeletes it.\n\n## Deployment Instructions\n\n" + readme, "warning 9"},
		{intro + "\n\nMore.", "error"},
	} {
		s := good(t)
		s.Readme.Data = []byte(tt.readme)
		got := ""
		for _, f := range Judge(s).Findings {
			if f.Rule == introIsReadme.ID {
				got = fmt.Sprintf("%s %s", f.Severity, f.Message)
			}
		}
		if !strings.HasPrefix(got, tt.want) || tt.want == "" && got != "" {
			t.Errorf("%.40q: got %q, want %q", tt.readme, got, tt.want)
		}
	}
}
