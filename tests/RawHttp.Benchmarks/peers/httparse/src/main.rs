//! Times httparse: `heads FILE...` prints for each file the nanoseconds that reading the head in it takes.
use std::{env, fs, hint::black_box, time::Instant};

const HEADS: u32 = 500;
const BATCHES: usize = 500;

fn batch(head: &[u8]) -> f64 {
    let start = Instant::now();
    for _ in 0..HEADS {
        let mut fields = [httparse::EMPTY_HEADER; 64];
        let mut response = httparse::Response::new(&mut fields);
        let status = response.parse(black_box(head)).expect("a head");
        assert!(status.is_complete());
        black_box(&response);
    }
    start.elapsed().as_nanos() as f64 / f64::from(HEADS)
}

fn main() {
    for file in env::args().skip(1) {
        let head = fs::read(&file).expect("a file");
        let mut batches: Vec<f64> = (0..BATCHES).map(|_| batch(&head)).collect();
        batches.sort_by(f64::total_cmp);
        println!("{:.2}", batches[0]);
    }
}
