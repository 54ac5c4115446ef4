using System.CommandLine;
using CoretimeDesk.Desk.Commands.Work;

namespace CoretimeDesk.Desk.Commands;

/// <summary>All commands. A new one is a file in this folder and a line here.</summary>
internal static class Root
{
    public static InvocationConfiguration Invocation { get; } = new()
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null, // Stopping a desk takes longer than the library would wait.
    };

    public static ParseResult Parse(string[] args) => Make().Parse(args);

    private static RootCommand Make() => new("Coretime Desk: runs the desk on this machine and talks to its services.")
    {
        UpCommand.Make(),
        DownCommand.Make(),
        StatusCommand.Make(),
        LogsCommand.Make(),
        ResetCommand.Make(),
        DemoCommand.Make(),
        SessionCommands.Login(),
        SessionCommands.Logout(),
        SessionCommands.WhoAmI(),
        SessionCommands.Password(),
        AccountCommands.Make(),
        LeadCommands.Make(),
        RegistrationCommands.Make(),
        HandOverCommands.Make(),
        CadenceCommands.Make(),
        TaskCommands.Make(),
        CapacityCommands.Reps(),
        OwnershipRulesCommands.Make(),
        ContactCommands.Make(),
        ActivityCommands.Make(),
        AttachmentCommands.Make(),
        AssessmentCommands.Make(),
        DecisionMapCommands.Make(),
        PeopleCommands.People(),
        PeopleCommands.Keys(),
        DeadLetterCommands.Make(),
        JournalCommands.Make(),
        IdentityCommand.Make(),
        ProvisionCommand.Make(),
        SidecarCommand.Make(),
        TestCommand.Make(),
        Chain.ChainCommand.Make(),
        Quoting.RulesCommand.Make(),
        Quoting.MatchCommands.Make(),
        Quoting.QuoteCommands.Make(),
        Quoting.RateCommands.Make(),
        Quoting.ApprovalCommands.Make(),
        Quoting.QuoteVerifyCommand.Group(),
        Credits.CreditsCommand.Make(),
        Commissions.CommissionCommand.Make(),
        Metrics.MetricsCommand.Make(),
        VersionCommand.Make(),
    };
}
