using CoretimeDesk.Identity.V1;
using CoretimeDesk.Insights.Told;
using Google.Protobuf;

namespace CoretimeDesk.Insights.Shelf;

/// <summary>Who was in which team when, and what people and teams are called, as Identity has told.</summary>
internal sealed class Staff
{
    private readonly Dictionary<string, List<(DateTimeOffset At, IReadOnlyList<string> Teams)>> _teams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <param name="told">What was told of people and teams, in any order.</param>
    public Staff(IEnumerable<Told<IMessage>> told)
    {
        foreach (var one in told.OrderBy(t => t.At).ThenBy(t => t.Sequence))
        {
            switch (one.Message)
            {
                case PersonCreated m:
                    _names[m.PersonId] = m.DisplayName;
                    Add(m.PersonId, one.At, m.TeamIds);
                    break;
                case TeamsChanged m:
                    Add(m.PersonId, one.At, m.TeamIds);
                    break;
                case TeamCreated m:
                    _names[m.TeamId] = m.Name;
                    break;
                case TeamRenamed m:
                    _names[m.TeamId] = m.Name;
                    break;
            }
        }
    }

    /// <summary>The first team of a person at an instant; before anything is known, the first that is. Null for none.</summary>
    public string? TeamOf(string person, DateTimeOffset at) =>
        _teams.TryGetValue(person, out var steps) && (steps.FindLast(s => s.At <= at).Teams ?? steps[0].Teams) is [var first, ..] ? first : null;

    /// <summary>Who is in one of these teams now.</summary>
    public IEnumerable<string> MembersOf(IReadOnlySet<string> teams) => _teams.Where(p => p.Value[^1].Teams.Any(teams.Contains)).Select(p => p.Key);

    /// <summary>What a person or a team is called; empty when nobody has told.</summary>
    public string NameOf(string id) => _names.GetValueOrDefault(id, "");

    private void Add(string person, DateTimeOffset at, IReadOnlyList<string> teams)
    {
        if (!_teams.TryGetValue(person, out var steps))
        {
            _teams[person] = steps = [];
        }

        steps.Add((at, [.. teams]));
    }
}
