using System.Collections.Frozen;
using System.Text;

namespace CoretimeDesk.Leads;

/// <summary>Text as a search compares it: lower case, Latin letters without their accents, single blanks.</summary>
public static class Folding
{
    private static readonly FrozenDictionary<char, string> Plain = new (string Plain, string Accented)[]
    {
        ("a", "àáâãäåāăą"), ("c", "çćĉċč"), ("d", "ďđð"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"), ("h", "ĥħ"), ("i", "ìíîïĩīĭįı"), ("j", "ĵ"), ("k", "ķĸ"), ("l", "ĺļľŀł"),
        ("n", "ñńņňŋ"), ("o", "òóôõöøōŏő"), ("r", "ŕŗř"), ("s", "śŝşšș"), ("t", "ţťŧț"), ("u", "ùúûüũūŭůűų"), ("w", "ŵ"), ("y", "ýÿŷ"), ("z", "źżž"),
        ("ss", "ß"), ("ae", "æ"), ("oe", "œ"), ("th", "þ"),
    }.SelectMany(row => row.Accented.Select(c => (c, row.Plain))).ToFrozenDictionary(p => p.c, p => p.Plain);

    /// <summary>Folds.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        var blank = false;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                blank = folded.Length > 0;
                continue;
            }

            // An accent written apart belongs to the letter before it.
            if (c is >= '\u0300' and <= '\u036F')
            {
                continue;
            }

            if (blank)
            {
                folded.Append(' ');
                blank = false;
            }

            var lower = char.ToLowerInvariant(c);
            folded.Append(Plain.TryGetValue(lower, out var plain) ? plain : lower);
        }

        return folded.ToString();
    }
}
