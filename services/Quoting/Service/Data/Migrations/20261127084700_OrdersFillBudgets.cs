using System;
using System.Numerics;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Quoting.Data.Migrations
{
    /// <inheritdoc />
    public partial class OrdersFillBudgets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterTable(
                name: "paid_facts",
                schema: "quoting",
                comment: "Finalised events that paid for a core or an on-demand order, and which quote each belongs to.",
                oldComment: "Finalised events that paid for a core, and which quote each belongs to.");

            migrationBuilder.AddColumn<int>(
                name: "means",
                schema: "quoting",
                table: "paid_facts",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<BigInteger>(
                name: "budget_customer",
                schema: "quoting",
                table: "offers",
                type: "numeric(39,0)",
                nullable: true);

            migrationBuilder.AddColumn<BigInteger>(
                name: "budget_sponsor",
                schema: "quoting",
                table: "offers",
                type: "numeric(39,0)",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "cores_won_at",
                schema: "quoting",
                table: "offers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "cores_won_by",
                schema: "quoting",
                table: "offers",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "orders_won_at",
                schema: "quoting",
                table: "offers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "orders_won_by",
                schema: "quoting",
                table: "offers",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<BigInteger>(
                name: "spent_customer",
                schema: "quoting",
                table: "offers",
                type: "numeric(39,0)",
                nullable: false,
                defaultValue: BigInteger.Zero);

            migrationBuilder.AddColumn<BigInteger>(
                name: "spent_sponsor",
                schema: "quoting",
                table: "offers",
                type: "numeric(39,0)",
                nullable: false,
                defaultValue: BigInteger.Zero);

            // Until now a quote was won by a core or not at all.
            migrationBuilder.Sql(
                """
                update quoting.offers o set cores_won_by = o.won_by, cores_won_at = f.occurred_at from quoting.paid_facts f where f.id = o.won_by
                """);

            migrationBuilder.AddCheckConstraint(
                name: "paid_facts_no_credit_is_customer_paid",
                schema: "quoting",
                table: "paid_facts",
                sql: "not is_customer_paid or kind <> 3 or means is not distinct from 2");

            migrationBuilder.CreateIndex(
                name: "offers_with_a_budget",
                schema: "quoting",
                table: "offers",
                columns: new[] { "chain", "valid_until" },
                filter: "budget_customer is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "paid_facts_no_credit_is_customer_paid",
                schema: "quoting",
                table: "paid_facts");

            migrationBuilder.DropIndex(
                name: "offers_with_a_budget",
                schema: "quoting",
                table: "offers");

            migrationBuilder.DropColumn(
                name: "means",
                schema: "quoting",
                table: "paid_facts");

            migrationBuilder.DropColumn(
                name: "budget_customer",
                schema: "quoting",
                table: "offers");

            migrationBuilder.DropColumn(
                name: "budget_sponsor",
                schema: "quoting",
                table: "offers");

            migrationBuilder.DropColumn(
                name: "cores_won_at",
                schema: "quoting",
                table: "offers");

            migrationBuilder.DropColumn(
                name: "cores_won_by",
                schema: "quoting",
                table: "offers");

            migrationBuilder.DropColumn(
                name: "orders_won_at",
                schema: "quoting",
                table: "offers");

            migrationBuilder.DropColumn(
                name: "orders_won_by",
                schema: "quoting",
                table: "offers");

            migrationBuilder.DropColumn(
                name: "spent_customer",
                schema: "quoting",
                table: "offers");

            migrationBuilder.DropColumn(
                name: "spent_sponsor",
                schema: "quoting",
                table: "offers");

            migrationBuilder.AlterTable(
                name: "paid_facts",
                schema: "quoting",
                comment: "Finalised events that paid for a core, and which quote each belongs to.",
                oldComment: "Finalised events that paid for a core or an on-demand order, and which quote each belongs to.");
        }
    }
}
