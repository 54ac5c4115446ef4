
namespace CoretimeDesk.Leads.Importing;

/// <summary>Reads the cells of a row. What a command would refuse is refused here by the same rules, under the column's name.</summary>
public static class RowRules
{
    /// <summary>The longest reference of another system.</summary>
    public const int ExternalRefLengthMax = 100;

    private static readonly (int Column, KeyKind Kind)[] KeyColumns =
        [(LeadColumns.ParaId, KeyKind.ParaId), (LeadColumns.GenesisHash, KeyKind.GenesisHash), (LeadColumns.Repository, KeyKind.Repository), (LeadColumns.Domain, KeyKind.Domain)];

    private static readonly Dictionary<string, Segment> Segments = Enum.GetValues<Segment>().ToDictionary(s => s.ToString().ToLowerInvariant());
    private static readonly Dictionary<string, LeadSource> Sources = Enum.GetValues<LeadSource>().ToDictionary(s => s.ToString().ToLowerInvariant());

    /// <summary>The row, or everything that is wrong with it.</summary>
    /// <param name="cells">One text per column of <see cref="LeadColumns.Names"/>.</param>
    /// <param name="faults">What is wrong; empty when the row holds.</param>
    public static RowContent? Read(IReadOnlyList<string> cells, out IReadOnlyList<RowFault> faults)
    {
        var found = new List<RowFault>();
        faults = found;
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i].Contains('\uFFFD', StringComparison.Ordinal))
            {
                found.Add(RowFault.In(i, cells[i], "holds bytes that are no UTF-8. Save the file as UTF-8."));
            }
            else if (cells[i].Any(char.IsControl))
            {
                found.Add(RowFault.In(i, cells[i], "holds line breaks or control characters; write it in one line."));
            }
        }

        if (found.Count > 0)
        {
            return null;
        }

        var segment = Word(LeadColumns.Segment, Segments);
        var source = Word(LeadColumns.LeadSource, Sources);
        var account = new CreateAccount(Guid.Empty, "", Cell(LeadColumns.AccountName), segment, Periods(), YesNo(LeadColumns.IsDao), YesNo(LeadColumns.MainBusinessElsewhere))
        {
            Ecosystems = Entries(LeadColumns.Ecosystems),
            Keys = [.. KeyColumns.SelectMany(k => Keys(k.Column, k.Kind))],
        };
        var title = Cell(LeadColumns.LeadTitle);
        var contact = Contact();
        var reference = Cell(LeadColumns.ExternalRef);
        if (reference.Length > ExternalRefLengthMax)
        {
            Fault(LeadColumns.ExternalRef, $"has {reference.Length} characters; at most {ExternalRefLengthMax} are allowed.");
        }

        // The commands' own rules have the last word; what they say about a cell that could not be read would be said twice.
        var byAccounts = AccountRules.Create(account, [], default).Refusal?.Fields.Select(f => (Column: ColumnOf(f.Field), f.Description)) ?? [];
        var byLeads = LeadRules.Open(new(Guid.Empty, "", Guid.Empty, title, source)).Refusal?.Fields.Select(f => (Column: LeadColumns.LeadTitle, f.Description)) ?? [];
        foreach (var (column, description) in byAccounts.Concat(byLeads).ToList())
        {
            if (!found.Any(f => f.Column == LeadColumns.Names[column]))
            {
                Fault(column, description);
            }
        }

        return found.Count > 0 ? null : new(account, title, source, contact, reference);

        string Cell(int column) => cells[column].Trim();

        void Fault(int column, string fix) => found.Add(RowFault.In(column, Cell(column), fix));

        string[] Entries(int column) => Cell(column).Split(LeadColumns.Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        T Word<T>(int column, Dictionary<string, T> words)
            where T : struct
        {
            var word = Cell(column).ToLowerInvariant();
            if (!words.TryGetValue(word, out var value))
            {
                Fault(column, $"{(word.Length == 0 ? "is missing" : "is unknown")}; write one of {string.Join(", ", words.Keys)}.");
            }

            return value;
        }

        uint Periods()
        {
            var text = Cell(LeadColumns.AnnualCorePeriods);
            if (!Market.Digits.TryParse<uint>(text, out var periods))
            {
                Fault(LeadColumns.AnnualCorePeriods, $"{(text.Length == 0 ? "is missing" : "is no whole number")}; write core-periods per year without separators, at least 1. One core for a whole year is 13.");
            }

            return periods;
        }

        bool YesNo(int column)
        {
            var text = Cell(column).ToLowerInvariant();
            if (text is not ("" or "true" or "false" or "yes" or "no" or "1" or "0"))
            {
                Fault(column, "is neither yes nor no; write true or false, or leave it empty for false.");
            }

            return text is "true" or "yes" or "1";
        }

        List<StrongKey> Keys(int column, KeyKind kind)
        {
            var keys = new List<StrongKey>();
            foreach (var entry in Entries(column))
            {
                var colon = kind == KeyKind.ParaId ? entry.IndexOf(':', StringComparison.Ordinal) : -1;
                if (kind == KeyKind.ParaId && colon < 0)
                {
                    Fault(column, $"names no network; write it before the para id, as in polkadot:2000. It is one of {string.Join(", ", RelayChains.All)}.");
                }
                else if (StrongKey.TryRead(kind, colon < 0 ? "" : entry[..colon], entry[(colon + 1)..], out var key, out var fault))
                {
                    keys.Add(key);
                }
                else
                {
                    Fault(column, fault.Description);
                }
            }

            return keys;
        }

        ContactDetails? Contact()
        {
            var (name, job) = (Cell(LeadColumns.ContactName), Cell(LeadColumns.ContactTitle));
            if (cells.Skip(LeadColumns.ContactName).Take(LeadColumns.ContactLanguage - LeadColumns.ContactName + 1).All(string.IsNullOrWhiteSpace))
            {
                return null;
            }

            if (name.Length is 0 or > ContactRules.NameLengthMax)
            {
                Fault(LeadColumns.ContactName, name.Length == 0 ? "is missing although there are other details of the contact; write a name, or leave all of them empty." : TooLong(name, ContactRules.NameLengthMax));
            }

            if (job.Length > ContactRules.NameLengthMax)
            {
                Fault(LeadColumns.ContactTitle, TooLong(job, ContactRules.NameLengthMax));
            }

            var email = "";
            Note(LeadColumns.ContactEmail, Cell(LeadColumns.ContactEmail).Length == 0 ? null : ContactReading.TryReadEmail(Cell(LeadColumns.ContactEmail), out email));
            Note(LeadColumns.ContactTimeZone, ContactReading.TryReadTimeZone(Cell(LeadColumns.ContactTimeZone), out var zone));
            Note(LeadColumns.ContactLanguage, ContactReading.TryReadLanguage(Cell(LeadColumns.ContactLanguage), out var language));
            return new(name, job, email.Length == 0 ? [] : [email], [], language, zone, "");
        }

        void Note(int column, string? problem)
        {
            if (problem is not null)
            {
                Fault(column, problem);
            }
        }
    }

    private static string TooLong(string text, int most) => $"has {text.Length} characters; at most {most} are allowed.";

    private static int ColumnOf(string field) => field.Split('[')[0] switch
    {
        "name" => LeadColumns.AccountName,
        "annual_core_periods" => LeadColumns.AnnualCorePeriods,
        "ecosystems" => LeadColumns.Ecosystems,
        _ => LeadColumns.Domain,
    };
}
