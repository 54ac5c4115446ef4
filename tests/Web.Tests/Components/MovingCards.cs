using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk.Pipeline;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Web.Tests.Components;

public sealed class MovingCards
{
    [Theory]
    [InlineData(QuoteState.Draft, Stage.Quoting)]
    [InlineData(QuoteState.Submitted, Stage.Quoting)]
    [InlineData(QuoteState.Approved, Stage.Quoting)]
    [InlineData(QuoteState.Sent, Stage.Sent)]
    [InlineData(QuoteState.Accepted, Stage.Accepted)]
    [InlineData(QuoteState.Won, Stage.Won)]
    [InlineData(QuoteState.Expired, Stage.Claimed)]
    [InlineData(QuoteState.Withdrawn, Stage.Claimed)]
    public void A_card_lies_where_its_newest_living_quote_is(QuoteState state, Stage stage) =>
        Assert.Equal(stage, Assert.Single(Deal.Of([Claimed()], [Quoted(state)])).Stage);

    [Fact]
    public void A_lead_that_comes_twice_is_one_card_a_lost_one_none_and_a_won_one_is_won()
    {
        var lost = new Lead { LeadId = "2", State = LeadState.Closed };
        var won = new Lead { LeadId = "3", State = LeadState.Closed, Won = true };
        Assert.Equal([("1", Stage.Claimed), ("3", Stage.Won)], Deal.Of([Claimed(), lost, won, Claimed()], []).Select(d => (d.Id, d.Stage)));
    }

    [Fact]
    public void Nothing_moves_a_card_to_won_nor_out_of_it()
    {
        foreach (var state in System.Enum.GetValues<QuoteState>().Where(s => s != QuoteState.Won))
        {
            Assert.Contains("a finalised purchase does", Assert.IsType<Move.None>(Move.Of(Card(state), Stage.Won)).Why, StringComparison.Ordinal);
        }

        Assert.All(System.Enum.GetValues<Stage>(), target => Assert.IsType<Move.None>(Move.Of(Card(QuoteState.Won), target)));
    }

    [Fact]
    public void Only_an_approved_quote_is_sent_and_all_others_say_what_they_are()
    {
        Assert.Equal(new Move.Send("q"), Move.Of(Card(QuoteState.Approved), Stage.Sent));
        Assert.Contains("is submitted", Assert.IsType<Move.None>(Move.Of(Card(QuoteState.Submitted), Stage.Sent)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_move_that_no_command_does_gives_a_reason_unless_it_is_none()
    {
        foreach (var state in System.Enum.GetValues<QuoteState>())
        {
            var card = Card(state);
            foreach (var target in System.Enum.GetValues<Stage>().Where(t => t != card.Stage))
            {
                if (Move.Of(card, target) is Move.None none)
                {
                    Assert.NotEqual("", none.Why);
                }
            }
        }
    }

    [Fact]
    public void The_size_is_cores_times_periods_even_where_they_are_many()
    {
        var quote = Quoted(QuoteState.Draft);
        quote.Revisions[0].Ask.Lines.Add(new QuoteLine { Coretime = new() { Ramp = { new RampSegment { Cores = 2, Periods = 13 }, new RampSegment { Cores = uint.MaxValue, Periods = uint.MaxValue } } } });
        Assert.Equal(26UL + ((ulong)uint.MaxValue * uint.MaxValue), Assert.Single(Deal.Of([Claimed()], [quote])).CorePeriods);
    }

    private static Deal Card(QuoteState state) => Deal.Of([Claimed()], [Quoted(state)])[0];

    private static Lead Claimed() => new() { LeadId = "1", State = LeadState.Claimed, AccountName = "Tarnfell", OpenedAt = new Timestamp(), ClaimedAt = new Timestamp() };

    private static Quote Quoted(QuoteState state) => new()
    {
        QuoteId = "q", Number = "Q-2026-000001", Customer = new() { LeadId = "1" }, CreatedAt = new Timestamp(), Revisions = { new QuoteRevision { Revision = 1, State = state, Ask = new() } },
    };
}
