using System.Threading.Channels;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Files;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Importing;

/// <summary>Imports files of leads: one reads and judges rows while the batch before is being saved, and neither runs ahead of the other.</summary>
internal sealed class ImportDesk(IDbContextFactory<LeadsDb> contexts, BatchDesk batches)
{
    /// <summary>Rows that are saved in one transaction: enough to make its fixed costs small, few enough to be decided again after a race.</summary>
    private const int RowsPerBatch = 2_000;

    /// <summary>Batches that wait to be saved.</summary>
    private const int BatchesAhead = 2;

    /// <summary>Reads the file to its end, and tells of every batch.</summary>
    /// <param name="order">What to do.</param>
    /// <param name="file">The file, read once from its start.</param>
    /// <param name="tell">Gets errors and progress, one message at a time.</param>
    /// <param name="stop">Ends the import after the batch that is being saved.</param>
    /// <returns>The last message.</returns>
    /// <exception cref="LeadFileException">It is no file of leads.</exception>
    public async Task<ImportResult> RunAsync(ImportOrder order, Stream file, Func<ImportResponse, Task> tell, CancellationToken stop)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var ahead = Channel.CreateBounded<List<CheckedRow>>(BatchesAhead);
        var reading = Task.Run(() => ReadAsync(order.Format, file, ahead.Writer, together.Token), CancellationToken.None);
        try
        {
            var result = await SaveAsync(order, ahead.Reader, tell, together.Token);
            await reading;
            return result;
        }
        finally
        {
            await together.CancelAsync();
            await reading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private static async Task ReadAsync(Files.LeadFileFormat format, Stream file, ChannelWriter<List<CheckedRow>> ahead, CancellationToken stop)
    {
        try
        {
            var batch = new List<CheckedRow>(RowsPerBatch);
            await foreach (var row in RowReader.ReadAsync(file, format, stop))
            {
                batch.Add(CheckedRow.Of(row));
                if (batch.Count == RowsPerBatch)
                {
                    await ahead.WriteAsync(batch, stop);
                    batch = new(RowsPerBatch);
                }
            }

            if (batch.Count > 0)
            {
                await ahead.WriteAsync(batch, stop);
            }

            ahead.Complete();
        }
        catch (Exception e)
        {
            // Whoever saves gets it as their own.
            ahead.Complete(e);
        }
    }

    private async Task<ImportResult> SaveAsync(ImportOrder order, ChannelReader<List<CheckedRow>> ahead, Func<ImportResponse, Task> tell, CancellationToken stop)
    {
        var (total, dry, brokenAt) = (new Tally(), order.IsDry ? new DryMemory() : null, 0L);
        var done = await RowsDoneAsync(order, stop);
        var isWhole = true;
        await foreach (var batch in ahead.ReadAllAsync(stop))
        {
            // What lies before the checkpoint is read for its errors alone.
            var good = batch.Where(r => r.Content is not null && r.Number > done).ToList();
            var outcome = good.Count == 0 ? new(new(), []) : await batches.DecideAsync(order, good, dry, isWhole ? batch[^1].Number : null, stop);
            isWhole &= outcome.Refused.Count == 0;
            var faulty = batch.Where(r => r.Content is null).ToList();
            total.Add(outcome.Tally);
            total.Add(new() { Read = batch.Count - good.Count, Refused = faulty.Count, Repeated = batch.Count - good.Count - faulty.Count });
            foreach (var (row, fault) in faulty.SelectMany(r => r.Faults.Select(f => (r.Number, f))).Concat(outcome.Refused).OrderBy(e => e.Item1))
            {
                await tell(new() { Error = new() { Row = row, Column = fault.Column, Value = fault.Value, Fix = fault.Fix } });
            }

            await tell(new() { Progress = total.ToMessage() });
            brokenAt = batch[^1].EndsFile ? batch[^1].Number : 0;
        }

        return new() { Totals = total.ToMessage(), BrokenAtRow = brokenAt };
    }

    private async Task<long> RowsDoneAsync(ImportOrder order, CancellationToken stop)
    {
        if (order.Sha256 is not { } digest)
        {
            return 0;
        }

        await using var db = await contexts.CreateDbContextAsync(stop);
        return await db.ImportedFiles.AsNoTracking().Where(f => f.Sha256 == digest && f.Format == (short)order.Format).Select(f => f.RowsDone).SingleOrDefaultAsync(stop);
    }
}
