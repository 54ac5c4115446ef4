using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;

namespace CoretimeDesk.Leads.Registrations;

/// <summary>Who is told what about a registration.</summary>
internal static class RegistrationNotices
{
    public static void Tell(CommandScope<LeadsDb> scope, RegistrationRow row, RegistrationEvent happened)
    {
        var what = $"{row.Account!.Number} {row.Account.Name}, {row.Line.ToWords()} ({row.Number})";
        switch (happened)
        {
            case RegistrationEvent.Approved e:
                scope.Tell(row.OwnerId, NoticeKind.Approved, row.Id, $"{what}: approved{(e.By is null ? " by silence" : $" by {e.By.Name}")}, protected until {Date(e.Until)}.");
                break;
            case RegistrationEvent.NamedByCustomer e:
                scope.Tell(row.OwnerId, NoticeKind.MovedToYou, row.Id, $"{what}: the customer named you in writing; protected until {Date(e.Until)}.");
                break;
            case RegistrationEvent.Warned e:
                scope.Tell(row.OwnerId, NoticeKind.Warned, row.Id, $"{what}: no activity since {Date(row.LastActivityAt!.Value)}; released on {Date(e.ReleaseAt)} unless something happens.");
                break;
            case RegistrationEvent.Ended { How: Ending.Rejected } e:
                scope.Tell(row.OwnerId, NoticeKind.Rejected, row.Id, $"{what}: rejected. {e.Reason}");
                break;
            case RegistrationEvent.Ended e:
                scope.Tell(row.OwnerId, NoticeKind.Ended, row.Id, $"{what}: over since {Date(e.At)}. {e.Reason}");
                break;
            case RegistrationEvent.MovedByCustomer e:
                scope.Tell(e.OldOwner.Id, NoticeKind.MovedAway, row.Id, $"{what}: the customer named {e.NewOwner.Name} in signed writing; it is no longer yours since {Date(e.At)}.");
                scope.Tell(e.NewOwner.Id, NoticeKind.MovedToYou, row.Id, $"{what}: the customer named you in signed writing; protected until {Date(e.Until)}.");
                break;
            case RegistrationEvent.Reinstated:
                scope.Tell(row.OwnerId, NoticeKind.MovedToYou, row.Id, $"{what}: yours again, because a merge of accounts was taken back.");
                break;
        }
    }

    private static string Date(DateTimeOffset at) => $"{at:d MMMM yyyy HH:mm} UTC";
}
