using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Budgets;

/// <summary>A programme inside a command, and the budget that its accepted events have led to.</summary>
internal sealed class OpenBudget(ProgrammeRow row, ProgrammeTerms terms, Budget budget)
{
    public ProgrammeRow Row => row;

    /// <summary>The terms in force.</summary>
    public ProgrammeTerms Terms => terms;

    /// <summary>The budget after everything that was recorded.</summary>
    public Budget Budget { get; set; } = budget;

    public Token Token => new(row.TokenSymbol, row.TokenDecimals);

    /// <summary>The programme as rules know it.</summary>
    public Programme ToProgramme() => new(
        row.Name, row.Payer, Substrate.AccountId32.Parse(row.Pool), row.Mode, row.Referendum.Length > 0 ? new(row.Referendum) : null, Token, terms);
}
