using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Journal;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Budgets;

/// <summary>Raises alarms, each cause once.</summary>
internal static class AlarmBook
{
    /// <summary>Raises one, unless the same cause has raised it before.</summary>
    /// <param name="scope">The command.</param>
    /// <param name="programme">Whose budget it is about.</param>
    /// <param name="cause">What tells the same alarm from another.</param>
    /// <param name="grant">The grant's number; empty for none.</param>
    /// <param name="sentence">What happened, for people.</param>
    /// <param name="fact">The finalised event; null for none.</param>
    public static async Task RaiseAsync(CommandScope<CreditGrantsDb> scope, ProgrammeRow programme, string cause, string grant, string sentence, FactRef? fact)
    {
        if (scope.Db.Alarms.Local.Any(a => a.ProgrammeId == programme.Id && a.Cause == cause) || await scope.Db.Alarms.AnyAsync(a => a.ProgrammeId == programme.Id && a.Cause == cause, scope.Stop))
        {
            return;
        }

        var row = new AlarmRow
        {
            Id = Guid.CreateVersion7(scope.Now),
            ProgrammeId = programme.Id,
            Cause = cause,
            GrantNumber = grant,
            Sentence = sentence,
            Fact = fact?.ToByteArray() ?? [],
            RaisedAt = scope.Now,
        };
        scope.Db.Alarms.Add(row);
        scope.Append(programme, BudgetBook.Aggregate, [new BudgetAlarm { ProgrammeId = $"{programme.Id}", AlarmId = $"{row.Id}", GrantNumber = grant, Sentence = sentence, Fact = fact, RaisedAt = scope.Now.ToTimestamp() }]);
    }
}
