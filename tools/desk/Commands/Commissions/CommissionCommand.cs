using System.CommandLine;

namespace CoretimeDesk.Desk.Commands.Commissions;

/// <summary><c>./desk commission</c></summary>
internal static class CommissionCommand
{
    /// <summary>The exit code of plans or facts that cannot be read.</summary>
    public const int Unreadable = 2;

    public static Command Make() => new("commission", "Commissions from facts, to the planck: by the code that the desk pays with. compute, explain, check and economics work on files, without a desk.")
    {
        CommissionComputeCommand.Make(),
        CommissionExplainCommand.Make(),
        CommissionCheckCommand.Make(),
        CommissionEconomicsCommand.Make(),
        CommissionServiceCommands.Plans(),
        CommissionServiceCommands.Deals(),
        StatementCommands.Statements(),
        StatementCommands.Disputes(),
        CorrectionCommands.Make(),
        PayoutCommands.Make(),
        EconomicsReportCommands.Make(),
    };
}
