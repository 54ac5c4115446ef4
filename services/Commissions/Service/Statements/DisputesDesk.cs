using CoretimeDesk.Commissions.Calendar;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Statement = CoretimeDesk.Commissions.V1.Statement;

namespace CoretimeDesk.Commissions.Statements;

/// <summary>Disputes about statements. Neither a dispute nor its answer changes a statement: what is wrong is put right by what it follows from.</summary>
internal sealed class DisputesDesk(CommandRunner<CommissionsDb> commands)
{
    private const string Aggregate = "dispute";

    /// <summary>Opens one.</summary>
    public Task<Outcome<OpenDisputeResponse>> OpenAsync(Command command, Guid statementId, int line, string text, CancellationToken stop) => commands.RunAsync<OpenDisputeResponse>(command, async scope =>
    {
        var row = await scope.Db.Statements.AsNoTracking().SingleOrDefaultAsync(s => s.Id == statementId, scope.Stop);
        if (row is null || row.Participant != $"{scope.Actor.Id}")
        {
            return Refusal.NotFound("statement of yours", statementId);
        }

        var lines = Statement.Parser.ParseFrom(row.Body).Lines.Count;
        if (line > lines)
        {
            return Refusal.InvalidField("line", $"is {line}; the statement has lines 1 to {lines}, and 0 stands for all of it.");
        }

        _ = Month.TryParse(row.Month, out var month);
        var calendar = StatementCalendar.Of(month, StatementsDesk.Days);
        if (!calendar.CanDispute(scope.Now))
        {
            return new Refusal(RefusalKind.Precondition, "DISPUTE_TOO_LATE", $"The statement of {row.Month} could be disputed until {calendar.DisputeUntil:yyyy-MM-dd HH:mm} UTC.");
        }

        if (await scope.Db.Disputes.AnyAsync(d => d.StatementId == statementId && d.Line == line, scope.Stop))
        {
            return new Refusal(RefusalKind.AlreadyExists, "DISPUTED", line == 0 ? "The statement is disputed already." : $"Line {line} is disputed already.");
        }

        var dispute = new DisputeRow
        {
            Id = Guid.CreateVersion7(scope.Now), StatementId = statementId, Line = line, OpenedById = scope.Actor.Id, OpenedBy = scope.Actor.Name, Text = text, OpenedAt = scope.Now,
            AnswerBy = StatementCalendar.AnswerBy(scope.Now, StatementsDesk.Days),
        };
        scope.Db.Disputes.Add(dispute);
        scope.Append(dispute, Aggregate, [
            new DisputeOpened
            {
                DisputeId = $"{dispute.Id}", StatementId = $"{statementId}", Line = (uint)line, ParticipantId = row.Participant, Text = text, OpenedAt = scope.Now.ToTimestamp(), AnswerBy = dispute.AnswerBy.ToTimestamp(),
            },
        ]);
        return new OpenDisputeResponse { Dispute = StatementsDesk.ToMessage(dispute, scope.Now) };
    }, stop);

    /// <summary>Answers one.</summary>
    public Task<Outcome<AnswerDisputeResponse>> AnswerAsync(Command command, Guid id, bool isUpheld, string text, CancellationToken stop) => commands.RunAsync<AnswerDisputeResponse>(command, async scope =>
    {
        if (await scope.Db.Disputes.FindAsync([id], scope.Stop) is not { } dispute)
        {
            return Refusal.NotFound("dispute", id);
        }

        if (dispute.OpenedById == scope.Actor.Id)
        {
            return new Refusal(RefusalKind.Forbidden, "OWN_DISPUTE", "Nobody answers their own dispute.");
        }

        if (dispute.AnsweredAt is { } at)
        {
            return new Refusal(RefusalKind.Precondition, "ANSWERED", $"{dispute.AnsweredBy} answered it on {at:yyyy-MM-dd HH:mm} UTC.");
        }

        (dispute.AnsweredBy, dispute.Answer, dispute.IsUpheld, dispute.AnsweredAt) = (scope.Actor.Name, text, isUpheld, scope.Now);
        scope.Append(dispute, Aggregate, [new DisputeAnswered { DisputeId = $"{id}", StatementId = $"{dispute.StatementId}", Upheld = isUpheld, Text = text, AnsweredAt = scope.Now.ToTimestamp() }]);
        return new AnswerDisputeResponse { Dispute = StatementsDesk.ToMessage(dispute, scope.Now) };
    }, stop);
}
