using CoretimeDesk.Identity.V1;
using CoretimeDesk.Web.Desk.Calls;

namespace CoretimeDesk.Web.Desk.People;

/// <summary>All teams, for names beside ids and for forms.</summary>
internal static class TeamNames
{
    private const int PageSize = 200;

    /// <summary>None where they cannot be read: a page shows what else it has.</summary>
    public static async Task<IReadOnlyList<Team>> ReadAsync(IDeskCalls calls, Peers peers, CancellationToken stop)
    {
        var teams = new List<Team>();
        var token = "";
        try
        {
            do
            {
                var page = await calls.ReadAsync(peers.Identity.ListTeamsAsync, new ListTeamsRequest { PageSize = PageSize, PageToken = token }, stop);
                teams.AddRange(page.Teams);
                token = page.NextPageToken;
            }
            while (token.Length > 0);
        }
        catch (Exception e) when (e is CallException or Sessions.SessionOverException or OperationCanceledException)
        {
            return teams;
        }

        return [.. teams.OrderBy(t => t.Name, StringComparer.Ordinal)];
    }
}
