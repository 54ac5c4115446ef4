using CoretimeDesk.Leads.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Accounts;

/// <summary>
/// Accounts whose name has a part in it, for lists that run from new to old. Few of them are looked up by the index of names and
/// asked for by id. Of many, a page fills up soon when the list is walked and each row is asked; sorting all of them would take longer the more
/// there are. The planner cannot tell the two apart: it takes every group of letters for rare.
/// </summary>
public sealed class NamePart
{
    /// <summary>So many accounts are still looked up one by one; among a million with more, one in two hundred matches.</summary>
    private const int FewMax = 5_000;
    private readonly Guid[]? _few;
    private readonly string _pattern;

    private NamePart(Guid[]? few, string pattern) => (_few, _pattern) = (few, pattern);

    /// <summary>Looks how many there are; null for an empty text, which every name has in it.</summary>
    public static async Task<NamePart?> LookAsync(LeadsDb db, string text, CancellationToken stop)
    {
        var folded = Folding.Fold(text);
        if (folded.Length == 0)
        {
            return null;
        }

        var found = await Accounts(db, folded).Take(FewMax + 1).ToListAsync(stop);
        return new(found.Count > FewMax ? null : [.. found.Distinct()], Pattern(folded));
    }

    /// <summary>Only these accounts.</summary>
    public IQueryable<AccountRow> Of(LeadsDb db, IQueryable<AccountRow> accounts) => _few is { } few
        ? accounts.Where(a => few.Contains(a.Id))
        : accounts.Where(a => db.SearchTerms.Any(t => t.AccountId == a.Id && t.Kind == TermKind.Name && EF.Functions.Like(t.Term, _pattern, "\\")));

    /// <summary>Only leads of these accounts.</summary>
    public IQueryable<LeadRow> Of(LeadsDb db, IQueryable<LeadRow> leads) => _few is { } few
        ? leads.Where(l => few.Contains(l.AccountId))
        : leads.Where(l => db.SearchTerms.Any(t => t.AccountId == l.AccountId && t.Kind == TermKind.Name && EF.Functions.Like(t.Term, _pattern, "\\")));

    // A text of one or two characters has no group of three: it is the beginning of a name.
    private static IQueryable<Guid> Accounts(LeadsDb db, string folded)
    {
        var (grams, pattern) = (Trigrams.Within(folded), Pattern(folded));
        var names = db.SearchTerms.Where(t => t.Kind == TermKind.Name && EF.Functions.Like(t.Term, pattern, "\\"));
        return (grams.Length == 0 ? names : names.Where(t => grams.All(g => t.Grams.Contains(g)))).Select(t => t.AccountId);
    }

    private static string Pattern(string folded) => $"{(folded.Length < Trigrams.Width ? "" : "%")}{AccountSearch.Literal(folded)}%";
}
