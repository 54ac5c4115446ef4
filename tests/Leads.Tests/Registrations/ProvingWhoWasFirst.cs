using CoretimeDesk.Leads.Registrations;
using static CoretimeDesk.Leads.Tests.Registrations.RegistrationScene;

namespace CoretimeDesk.Leads.Tests.Registrations;

public sealed class ProvingWhoWasFirst
{
    [Fact]
    public void F10_A_chain_is_whole_and_every_receipt_is_in_it()
    {
        var chain = Chain(9);
        Assert.Null(ClaimChain.Verify(AlephId, ProductLine.Bulk, chain));
        Assert.All(chain, link => Assert.Null(ClaimChain.Verify(AlephId, ProductLine.Bulk, chain, link.Hash)));
        Assert.Null(ClaimChain.Verify(AlephId, ProductLine.Bulk, []));
    }

    [Fact]
    public void F10_No_field_of_any_link_can_be_changed()
    {
        var chain = Chain(5);
        for (var i = 0; i < chain.Count; i++)
        {
            foreach (var forged in new[]
            {
                chain[i] with { At = chain[i].At.AddMicroseconds(-1) },
                chain[i] with { Position = chain[i].Position + 1 },
                chain[i] with { Content = chain[i].Content.Replace("Ann", "Eve", StringComparison.Ordinal).Replace("Bob", "Eve", StringComparison.Ordinal) },
                chain[i] with { Content = chain[i].Content + " " },
                chain[i] with { Content = "{" },
                chain[i] with { Hash = new string('0', 64) },
                chain[i] with { Previous = new string('0', 64) },
            })
            {
                var fault = ClaimChain.Verify(AlephId, ProductLine.Bulk, [.. chain[..i], forged, .. chain[(i + 1)..]]);
                Assert.Equal(i + 1, fault?.Position);
            }
        }
    }

    [Fact]
    public void F10_A_rewritten_history_breaks_at_the_next_link_or_at_a_receipt()
    {
        var chain = Chain(4);

        // Whoever owns the database can write a new second link that fits the first, but not the third.
        var forged = ClaimChain.Append(AlephId, ProductLine.Bulk, chain[0], new("claim", "won", new(Guid.NewGuid(), "Eve"), null, ""), chain[1].At);
        Assert.Equal(3, ClaimChain.Verify(AlephId, ProductLine.Bulk, [chain[0], forged, chain[2], chain[3]])?.Position);

        // They can drop what came after; whoever kept a receipt sees that.
        Assert.Null(ClaimChain.Verify(AlephId, ProductLine.Bulk, [chain[0], forged]));
        Assert.NotNull(ClaimChain.Verify(AlephId, ProductLine.Bulk, [chain[0], forged], chain[1].Hash));
    }

    [Fact]
    public void F10_Links_can_be_neither_dropped_nor_swapped_nor_doubled_nor_moved_to_another_account()
    {
        var chain = Chain(6);
        for (var i = 0; i < chain.Count - 1; i++)
        {
            Assert.NotNull(ClaimChain.Verify(AlephId, ProductLine.Bulk, [.. chain[..i], .. chain[(i + 1)..]]));
            Assert.NotNull(ClaimChain.Verify(AlephId, ProductLine.Bulk, [.. chain[..i], chain[i + 1], chain[i], .. chain[(i + 2)..]]));
            Assert.NotNull(ClaimChain.Verify(AlephId, ProductLine.Bulk, [.. chain[..(i + 1)], chain[i], .. chain[(i + 1)..]]));
        }

        Assert.Equal(6, ClaimChain.Verify(AlephId, ProductLine.Bulk, chain[..^1], chain[^1].Hash)?.Position);
        Assert.Equal(1, ClaimChain.Verify(AlephId, ProductLine.OnDemand, chain)?.Position);
        Assert.Equal(1, ClaimChain.Verify(Guid.NewGuid(), ProductLine.Bulk, chain)?.Position);
    }

    [Fact]
    public void Time_in_a_chain_never_runs_backwards_whatever_the_clocks_of_machines_say()
    {
        ChainLink? head = null;
        var times = new List<DateTimeOffset>();
        foreach (var seconds in new[] { 0, 5, 5, 3, -100, 6 })
        {
            head = ClaimChain.Append(AlephId, ProductLine.Bulk, head, new("claim", "lost", Ann, null, ""), Tuesday.AddSeconds(seconds));
            times.Add(head.At);
        }

        Assert.Equal(times.Order().Distinct(), times);
        Assert.Equal(Tuesday.AddSeconds(6), times[^1]);
    }

    [Fact]
    public void The_digest_of_a_form_covers_every_field()
    {
        var form = Complete(Tuesday);
        var digests = new[]
        {
            form, form with { Contact = "x" }, form with { EvidenceNote = "x" }, form with { NextStep = "x" }, form with { NextStepReason = "x" }, form with { NextStepOn = null },
            new(form.NextStep, form.EvidenceNote, form.Contact, form.NextStepReason, form.NextStepOn),
        }.Select(ClaimChain.DigestOf).ToList();
        Assert.Equal(digests.Count, digests.Distinct().Count());
    }

    private static List<ChainLink> Chain(int length)
    {
        var links = new List<ChainLink>();
        for (var i = 0; i < length; i++)
        {
            links.Add(ClaimChain.Append(AlephId, ProductLine.Bulk, links.LastOrDefault(), new("claim", i == 0 ? "won" : "lost", i % 2 == 0 ? Ann : Bob, Guid.NewGuid(), ClaimChain.DigestOf(Complete(Tuesday))), Tuesday.AddMinutes(i)));
        }

        return links;
    }
}
