/* Đếm lượt mở kết quả: chỉ gửi câu tìm về cổng này, không gì về người đọc. */
try{const l=document.querySelector("[data-counted]"),n=navigator,f=e=>{e.button<2&&e.target.closest("h3 a,.vars a")&&n.sendBeacon&&n.sendBeacon(l.dataset.note,new URLSearchParams({q:l.dataset.counted}))}
l.addEventListener("click",f);l.addEventListener("auxclick",f)}catch(e){}
