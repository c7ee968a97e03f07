package prose

import (
	"strings"
	"sync"
)

// tongues are languages with small words that English has not. What two of them
// share counts for both.
var tongues = []struct{ name, words string }{
	{"German", "und der das ist nicht mit für ein eine einen einem einer sie werden wird den auf von zu zum zur dem können oder im sich wenn auch bei nach aus dass ihr ihre ihnen diese dieser diesem über sind haben kann"},
	{"French", "le la les des est une pour vous dans avec sur que qui du et au aux votre vos être sont pas ce cette ces par plus ou nous il elle de un en"},
	{"Spanish", "el los las una para con por del que su como es al usted este esta y se lo más sus puede de la un en"},
	{"Portuguese", "os uma para com não você dos das da em um são seu sua mais ou por ao pode que de e"},
	{"Italian", "il gli una per con che di è del della dei delle sono nel nella questo questa si non anche più come un la le"},
	{"Dutch", "het een van en niet voor met zijn op naar deze wordt uw je dat de ook bij worden kunt kan als"},
	{"Swedish", "och att det är inte för med till den som av kan på en ett du din från här"},
	{"Danish or Norwegian", "og det ikke til med af av er som kan på en et du din fra den at deres"},
	{"Polish", "się nie jest dla oraz jak przez lub aby można są od po z w na do że"},
	{"Czech", "je na pro není nebo jako které která se že by byl jsou při z v do"},
	{"Turkish", "ve bir için ile bu olarak veya olan kadar daha sonra gibi da de"},
	{"Finnish", "ja on ei se että kun joka tai voi ovat mutta niin sekä myös"},
}

// english are words that nearly every English text has.
const english = "the and of to in is for with this that you your are be can from or will not it by as an which when has have using use a if on then each into all we our its must only"

// smallWords are the languages that have a word, as indexes of tongues; none for
// English, whose words count against all the others.
var smallWords = sync.OnceValue(words)

func words() map[string][]int {
	all := map[string][]int{}
	for i, t := range tongues {
		for w := range strings.FieldsSeq(t.words) {
			all[w] = append(all[w], i)
		}
	}
	for w := range strings.FieldsSeq(english) {
		all[w] = nil
	}
	return all
}
