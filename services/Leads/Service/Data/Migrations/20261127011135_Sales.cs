using System;
using System.Numerics;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Leads.Data.Migrations
{
    /// <inheritdoc />
    public partial class Sales : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "renewables",
                schema: "leads",
                columns: table => new
                {
                    chain = table.Column<string>(type: "text", nullable: false),
                    core = table.Column<int>(type: "integer", nullable: false),
                    begin = table.Column<long>(type: "bigint", nullable: false),
                    tasks = table.Column<long[]>(type: "bigint[]", nullable: false),
                    price = table.Column<BigInteger>(type: "numeric(39,0)", nullable: true),
                    fact_id = table.Column<string>(type: "text", nullable: false),
                    is_over = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_renewables", x => new { x.chain, x.core, x.begin });
                },
                comment: "Workloads that may be renewed, by the timeslice from which the renewal runs.");

            migrationBuilder.CreateTable(
                name: "sales",
                schema: "leads",
                columns: table => new
                {
                    chain = table.Column<string>(type: "text", nullable: false),
                    region_begin = table.Column<long>(type: "bigint", nullable: false),
                    cores_offered = table.Column<long>(type: "bigint", nullable: true),
                    end_price = table.Column<BigInteger>(type: "numeric(39,0)", nullable: true),
                    cores_sold = table.Column<long>(type: "bigint", nullable: false),
                    began_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    fact_id = table.Column<string>(type: "text", nullable: false),
                    told_nearly_gone = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sales", x => new { x.chain, x.region_begin });
                },
                comment: "Sales of coretime, as far as published facts tell: for tasks that a sale's beginning or end asks for.");

            migrationBuilder.CreateIndex(
                name: "ix_renewables_chain_begin",
                schema: "leads",
                table: "renewables",
                columns: new[] { "chain", "begin" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "renewables",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "sales",
                schema: "leads");
        }
    }
}
