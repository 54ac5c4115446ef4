using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Cadences;

/// <summary>Commands and questions about templates.</summary>
public sealed class TemplateDesk(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts)
{
    /// <summary>A new template, or a new version of the one that has this name.</summary>
    public Task<Outcome<CreateTemplateResponse>> SaveAsync(Command command, string name, CadenceKind kind, int coolDownDays, IReadOnlyList<CadenceStep> steps, CancellationToken stop) =>
        commands.RunAsync<CreateTemplateResponse>(command, async scope =>
        {
            if (TemplateRules.WhyNot(name, kind, coolDownDays, steps) is { } refusal)
            {
                return refusal;
            }

            var row = await scope.Db.CadenceTemplates.SingleOrDefaultAsync(t => t.Name == name, scope.Stop)
                ?? scope.Db.CadenceTemplates.Add(new() { Id = Guid.CreateVersion7(scope.Now), Name = name }).Entity;
            var template = new CadenceTemplate(row.Id, ++row.Number, name, kind, coolDownDays, steps);
            scope.Db.CadenceVersions.Add(CadenceVersionRow.Of(template, scope.Now));
            scope.Append(row, "cadence_template", [new CadenceTemplateSaved { TemplateId = row.Id.ToString(), Number = row.Number, Name = name }]);
            return new CreateTemplateResponse { Template = template.ToMessage() };
        }, stop);

    /// <summary>The latest version of each.</summary>
    public async Task<ListTemplatesResponse> ListAsync(CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var rows = await db.CadenceVersions.AsNoTracking().Include(v => v.Template).Where(v => v.Number == v.Template!.Number).OrderBy(v => v.Template!.Name).ToListAsync(stop);
        return new() { Templates = { rows.Select(r => r.ToTemplate().ToMessage()) } };
    }

    /// <summary>One version.</summary>
    public async Task<Outcome<GetTemplateResponse>> GetAsync(Guid id, int number, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        return await FindAsync(db, id, number, stop) is { } found ? new GetTemplateResponse { Template = found.ToMessage() } : Refusal.NotFound("cadence template or version", id);
    }

    internal static async Task<CadenceTemplate?> FindAsync(LeadsDb db, Guid id, int number, CancellationToken stop) =>
        (await db.CadenceVersions.AsNoTracking().Include(v => v.Template).SingleOrDefaultAsync(v => v.TemplateId == id && v.Number == (number == 0 ? v.Template!.Number : number), stop))?.ToTemplate();
}

/// <summary>Gives a new desk the cadences that every desk begins with. What is there stays as it is.</summary>
internal sealed class CadenceSeed(IDbContextFactory<LeadsDb> contexts, TimeProvider time) : IDatabaseMigration
{
    public string Name => "cadences";

    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var known = await db.CadenceTemplates.AsNoTracking().Select(t => t.Id).ToListAsync(cancellation);
        foreach (var template in DefaultCadences.All.Where(t => !known.Contains(t.Id)))
        {
            var version = CadenceVersionRow.Of(template, time.GetUtcNow());
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await db.Database.ExecuteSqlAsync($"insert into leads.cadence_templates (id, name, number, version, sequence) values ({template.Id}, {template.Name}, 1, 0, 0) on conflict do nothing", cancellation);
            await db.Database.ExecuteSqlAsync(
                $"insert into leads.cadence_versions (template_id, number, kind, cool_down_days, steps, saved_at) select {template.Id}, 1, {(short)version.Kind}, {version.CoolDownDays}, {version.Steps}::jsonb, {version.SavedAt} where exists (select 1 from leads.cadence_templates where id = {template.Id}) on conflict do nothing",
                cancellation);
            await transaction.CommitAsync(cancellation);
        }
    }
}
