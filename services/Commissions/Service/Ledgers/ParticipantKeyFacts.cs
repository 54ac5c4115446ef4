using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Identity.V1;

namespace CoretimeDesk.Commissions.Ledgers;

/// <summary>Accounts of people of the desk. One that was removed, as entered by mistake, judges nothing that is paid from then on; what was judged by it stays judged.</summary>
internal static class ParticipantKeyFacts
{
    public static IEnumerable<ParticipantKey> Of(Observations told)
    {
        var said = told.Of<PersonAccountAdded>().Select(a => (a.Message.PersonId, a.Message.Account, a.Sequence, a.At, IsThere: true))
            .Concat(told.Of<PersonAccountRemoved>().Select(r => (r.Message.PersonId, r.Message.Account, r.Sequence, r.At, IsThere: false)));
        foreach (var own in said.GroupBy(s => (s.PersonId, s.Account)))
        {
            // A removal alone says nothing yet: what it removes is still to be told.
            if (own.Where(s => s.IsThere).OrderBy(s => s.Sequence).ToList() is [var first, ..])
            {
                var last = own.MaxBy(s => s.Sequence);
                yield return new($"key/{own.Key.PersonId}/{own.Key.Account}", first.At, own.Key.PersonId, own.Key.Account, last.IsThere ? null : last.At);
            }
        }
    }
}
