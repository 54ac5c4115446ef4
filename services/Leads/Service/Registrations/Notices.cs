using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;

namespace CoretimeDesk.Leads.Registrations;

/// <summary>Tells people what happened to what is theirs.</summary>
internal static class Notices
{
    /// <summary>Leaves a notice, unless the person did it themselves, or is nobody.</summary>
    public static void Tell(this CommandScope<LeadsDb> scope, Guid person, NoticeKind kind, Guid subject, string text)
    {
        if (person != Guid.Empty && person != scope.Actor.Id)
        {
            scope.Db.Notices.Add(new() { Id = Guid.CreateVersion7(scope.Now), PersonId = person, Kind = kind, SubjectId = subject, Text = text, At = scope.Now });
        }
    }
}
